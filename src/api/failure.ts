import type { Failed, Refusal } from "./attempt";
import type { Breakdown } from "./connection";
import { DigitalOceanApiError } from "./errors";
import type { DigitalOceanApiErrorCode } from "./errors";
import { environmentVariable } from "./own";
import { proxyHint } from "./proxyHint";
import { refusedText } from "./refusedText";
import type { ApiSettings } from "./settings";

/** What a request is about. */
export interface Subject {
  /** As a message begins: `database cluster 9cc10173-…`. */
  readonly name: string;
  readonly clusterUuid?: string | undefined;
  /** What a 404 says of it, where it belongs to a cluster; else a 404 says something of the address. */
  readonly absence?: string;
  /** The scopes that a token needs to read it, with its secrets. */
  readonly scopes?: readonly string[];
}

/** A cluster, by its checked UUID. */
export function clusterSubject(uuid: string): Subject {
  return {
    name: `database cluster ${uuid}`,
    clusterUuid: uuid,
    absence: "DigitalOcean finds none with this UUID in the token's team",
  };
}

/** What belongs to a cluster, such as its user `app`. */
export function partSubject(name: string, clusterUuid: string): Subject {
  return {
    name: `${name} of database cluster ${clusterUuid}`,
    clusterUuid,
    absence: "DigitalOcean finds none, or no cluster with this UUID in the token's team",
  };
}

/** What a message needs to know beside how the last try ended. */
export interface FailureContext {
  readonly subject: Subject;
  /** How often this was asked for, and how many requests the lookup sent in all. */
  readonly tries: number;
  readonly attempts: number;
  /** How long was waited for quota. */
  readonly quotaWaitedMs: number;
  /** How long all tries took, waiting for quota not counted. */
  readonly elapsedMs: number;
  /** How long the API would have had to be waited for, where that was too long. */
  readonly quotaWaitMs: number | undefined;
  readonly endpoint: URL;
  readonly settings: ApiSettings;
}

/** The error for the user, from how the last try ended. */
export function failureError(failed: Failed, context: FailureContext): DigitalOceanApiError {
  const { subject, attempts } = context;
  const [code, text] = failed.kind === "refusal" ? refusal(failed, context) : breakdown(failed, context);
  const { status, id, requestId } =
    failed.kind === "refusal" ? failed : { status: undefined, id: undefined, requestId: undefined };
  const request = requestId === undefined ? "" : ` (request ${requestId})`;
  return new DigitalOceanApiError(code, `${subject.name}: ${text}${request}`, {
    clusterUuid: subject.clusterUuid,
    status,
    id,
    requestId,
    attempts,
  });
}

/** Those of most reads. */
export const defaultScopes = ["database:read", "database:view_credentials"] as const;

/** DigitalOcean answers 404 for some minutes for something that was just created. */
export const newness = "If it is new, it may still be in creation: try again in some minutes.";

type CodeAndText = readonly [DigitalOceanApiErrorCode, string];

function refusal(failed: Refusal, context: FailureContext): CodeAndText {
  const { status } = failed;
  const { tokenSource, tokenCommand, configNamespace: namespace } = context.settings;
  const { absence, scopes = defaultScopes } = context.subject;
  // The API names its errors. What else is on the way, or at the wrong address, does not.
  if (failed.id === undefined && status >= 400 && status !== 407) {
    return foreignRefusal(status, context);
  }
  const answered = failed.id === undefined ? `${status}` : `${status} ${failed.id}`;
  switch (true) {
    case status === 401:
      return [
        "unauthorized",
        `DigitalOcean does not accept the token (${answered}): it is wrong, expired or revoked. ` +
          `It came from ${tokenSource}; set a valid one there` +
          (tokenCommand === undefined ? "." : `: \`${tokenCommand}\`.`),
      ];
    case status === 403:
      return [
        "forbidden",
        `the token may not read it (${answered}). It came from ${tokenSource}; ` +
          `it needs the scope${scopes.length === 1 ? "" : "s"} ${scopes.join(" and ")}.`,
      ];
    case status === 404:
      return [
        "not_found",
        absence === undefined
          ? `${context.endpoint.host} has nothing at the address that was asked for (${answered}). ` +
            `Check ${namespace}:apiEndpoint.`
          : `${absence} (${answered}). Check the UUID against \`doctl databases list\`, ` +
            `and that the token from ${tokenSource} belongs to the cluster's team. ${newness}`,
      ];
    case status === 407:
      return ["bad_request", `the proxy wants a login (${answered}). Put it into HTTPS_PROXY.${proxyHint()}`];
    case status === 429:
      return ["too_many_requests", tooManyRequests(answered, context)];
    case status >= 400 && status < 500:
      return ["bad_request", refusedText(status, answered)];
    case status >= 500:
      return [
        "server_error",
        `DigitalOcean's API fails (${answered}) ${inTries(context)}. ` +
          "See https://status.digitalocean.com and try again later.",
      ];
    case failed.isOfTheApi === true:
      return [
        "unexpected_response",
        `the answer of ${context.endpoint.host} has a value that this package cannot use: ${failed.defect ?? ""}. ` +
          "Update pulumi-digitalocean-databases; if its newest release says the same, report it.",
      ];
    default:
      return [
        "unexpected_response",
        `${context.endpoint.host} does not answer like the DigitalOcean API: status ${status}` +
          (status >= 300
            ? ", a redirect, which is not followed"
            : failed.defect
              ? `, ${failed.defect}`
              : "") +
          `. Check ${namespace}:apiEndpoint and any proxy in between.${proxyHint()}`,
      ];
  }
}

/** An error that is not in the API's form. Another server sent it, so its status does not mean what the API's would. */
function foreignRefusal(status: number, context: FailureContext): CodeAndText {
  const { tokenSource, configNamespace: namespace } = context.settings;
  const { absence } = context.subject;
  const { host } = context.endpoint;
  const isRepeated = status === 429 || status >= 500;
  const tries = isRepeated && context.quotaWaitMs === undefined ? ` ${inTries(context)}` : "";
  const text =
    `a proxy, a gateway or another server answered for ${host}, not DigitalOcean's API (${status})${tries}. ` +
    `Check ${namespace}:apiEndpoint and any proxy in between`;
  const otherwise = (advice: string): string => `${text}; if they are right, ${advice}.${proxyHint()}`;
  switch (true) {
    case status === 401:
      return ["unauthorized", otherwise(`check the token from ${tokenSource}`)];
    case status === 403:
      return ["forbidden", otherwise(`check the token from ${tokenSource} and its scopes`)];
    case status === 404:
      return [
        "not_found",
        absence === undefined
          ? `${text}.${proxyHint()}`
          : otherwise("check the UUID against `doctl databases list`"),
      ];
    case status === 429:
      return [
        "too_many_requests",
        otherwise(
          context.quotaWaitMs === undefined
            ? "try again later, or ask less at a time"
            : `it limits the requests ${untilText(context.quotaWaitMs, context)}. Try again then`,
        ),
      ];
    case status >= 500:
      return ["server_error", otherwise("see https://status.digitalocean.com and try again later")];
    default:
      return ["bad_request", `${text}.${proxyHint()}`];
  }
}

function tooManyRequests(answered: string, context: FailureContext): string {
  const limit = `the API's rate limit for the token is used up (${answered})`;
  return context.quotaWaitMs === undefined
    ? `${limit} ${inTries(context)}. Try again later, or ask less at a time.`
    : `${limit} ${untilText(context.quotaWaitMs, context)}. Try again then.`;
}

function untilText(quotaWaitMs: number, { quotaWaitedMs, settings }: FailureContext): string {
  const { configNamespace: namespace, limits } = settings;
  const until = new Date(Date.now() + quotaWaitMs).toISOString();
  return (
    `until ${until}, in ${Math.ceil(quotaWaitMs / 1000)} s; ` +
    `the longest wait allowed is ${limits.quotaWaitSeconds} s (${namespace}:quotaWaitSeconds)` +
    (quotaWaitedMs === 0 ? "" : `, of which ${seconds(quotaWaitedMs)} s are over`)
  );
}

function breakdown(failed: Breakdown, context: FailureContext): CodeAndText {
  const { host } = context.endpoint;
  const { configNamespace: namespace } = context.settings;
  const errorCode = failed.errorCode === undefined ? "" : ` (${failed.errorCode})`;
  switch (failed.reason) {
    case "timeout":
      return [
        "timeout",
        (context.tries === 0
          ? `not sent within ${seconds(context.elapsedMs)} s: earlier requests to ${host} are still unanswered. `
          : `no answer from ${host} ${inTries(context)}, within ${seconds(context.elapsedMs)} s. `) +
          "Check the network and any proxy, or allow more time with " +
          `${namespace}:deadlineSeconds (all tries) and ${namespace}:requestTimeoutSeconds (one try).${proxyHint()}`,
      ];
    case "tls":
      return [
        "network_error",
        `the certificate of ${host} is not trusted, or TLS fails${errorCode}. ` +
          `Behind a proxy that inspects TLS, set NODE_EXTRA_CA_CERTS to its CA; else check ${namespace}:apiEndpoint.` +
          (environmentVariable("NODE_TLS_REJECT_UNAUTHORIZED") === "0"
            ? " NODE_TLS_REJECT_UNAUTHORIZED=0 has no effect here: the token is sent to a verified server only."
            : ""),
      ];
    case "unreadable":
      return [
        "unexpected_response",
        `${host} does not answer like the DigitalOcean API: ${failed.defect ?? "its body"}. ` +
          `Check ${namespace}:apiEndpoint and any proxy in between.${proxyHint()}`,
      ];
    case "network":
      return [
        "network_error",
        `cannot reach ${host}${errorCode} ${inTries(context)}. ` +
          `Check the network, HTTPS_PROXY and ${namespace}:apiEndpoint.${proxyHint()}`,
      ];
  }
}

/** Whole seconds, but for less than ten. */
function seconds(ms: number): string {
  return (ms / 1000).toFixed(ms < 10_000 ? 1 : 0);
}

function inTries({ tries }: FailureContext): string {
  return tries === 1 ? "in 1 try" : `in ${tries} tries`;
}
