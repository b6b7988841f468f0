import { DigitalOceanApiError } from "../errors";
import type { DigitalOceanApiErrorCode } from "../errors";
import type { Breakdown } from "./http";
import type { Failed, Refusal } from "./retry";
import { environmentVariable } from "./settings";
import type { ApiLimits, ApiSettings } from "./settings";
import { defaultScopes, newness } from "./subject";
import type { Subject } from "./subject";

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

/** Pulumi's SDK connects to its engine by gRPC, which reads these, in lower case only, for every connection. */
const grpcProxies = ["grpc_proxy", "https_proxy", "http_proxy"] as const;

/**
 * What a message about a network that fails adds if the environment leads Pulumi's own connections on this machine
 * through the proxy, too: they fail then, or are slow. The addresses of the proxies are not shown.
 */
export function proxyHint(): string {
  const isProxied = grpcProxies.some((name) => isSet(environmentVariable(name)));
  return isProxied && !exceptions().some(coversLoopback)
    ? " And add 127.0.0.1 to no_proxy: Pulumi's own connections on this machine go through the proxy without it."
    : "";
}

function exceptions(): string[] {
  const list = [environmentVariable("no_grpc_proxy"), environmentVariable("no_proxy")].find(isSet);
  return list?.split(",") ?? [];
}

/** gRPC compares the end of the address, or a range of addresses. */
function coversLoopback(exception: string): boolean {
  const [address = "", prefix] = exception.split("/");
  return prefix === undefined
    ? "127.0.0.1".endsWith(exception)
    : /^\d+$/.test(prefix) && (Number(prefix) === 0 || (Number(prefix) >= 1 && address.startsWith("127.")));
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}

/**
 * What a 4xx says that has no code of its own, and what to do.
 *
 * @param answered the status and the API's word for it: `412 precondition_failed`
 */
export function refusedText(status: number, answered: string): string {
  switch (status) {
    case 408:
      return `the request did not arrive in time (${answered}). Check the network and any proxy, and try again.`;
    case 409:
    case 423:
      return (
        `DigitalOcean cannot read it while another operation is changing it (${answered}). ` +
        "Try again when that is over: run `pulumi up` again in some minutes."
      );
    case 410:
      return `DigitalOcean says that it is gone for good (${answered}). Remove it from the program.`;
    case 412:
    case 425:
      return (
        `it is not ready (${answered}): it or its cluster may still be in creation. Run \`pulumi up\` again in some ` +
        "minutes; with `waitForOnline: true` the lookup of the cluster waits for it."
      );
    case 422:
      return (
        `DigitalOcean does not support this for the cluster (${answered}): its engine or plan may not have it, or it ` +
        "may not be ready. Check what the engine offers; if the cluster is new, run `pulumi up` again in some minutes."
      );
    default:
      return `DigitalOcean refuses the request (${answered}). Please report it.`;
  }
}

/** A failed try that will be followed by another. Nothing in it is secret. */
export interface RetryNotice {
  /** What failed, and where: `api.digitalocean.com: 503`. Notices with the same cause are one for the user. */
  readonly cause: string;
  /** One line: the cause, which try of how many it was, and when the next one comes. */
  readonly text: string;
  /** How long the next try is waited for. */
  readonly waitMs: number;
}

/** @param tries how many tries were made so far, the failed one included */
export function retryNotice(
  failed: Failed,
  { host, tries, limits, waitMs }: { host: string; tries: number; limits: ApiLimits; waitMs: number },
): RetryNotice {
  const cause = causeOf(failed);
  const text =
    `${host}: try ${tries} of ${limits.httpRetryMax + 1} failed (${cause}); ` +
    `the next try begins in ${Math.ceil(waitMs / 1000)} s.`;
  return { cause: `${host}: ${cause}`, text, waitMs };
}

/** As a message names it: `503 service_unavailable`, `no answer`, `ECONNREFUSED`. */
function causeOf(failed: Failed): string {
  if (failed.kind === "refusal") {
    return failed.id === undefined ? `${failed.status}` : `${failed.status} ${failed.id}`;
  }
  return failed.reason === "timeout" ? "no answer" : (failed.errorCode ?? "no connection");
}
