/** The errors and lines that a user sees when a request fails. */
import { DigitalOceanApiError } from "../errors";
import type { DigitalOceanApiErrorCode } from "../errors";
import type { Clock } from "./question";
import type { Breakdown, Response } from "./http";
import type { Outcome } from "./retry";
import { environmentVariable } from "./settings";
import type { ApiLimits, ApiSettings } from "./settings";
import { defaultScopes, newness } from "./subject";
import type { Subject } from "./subject";

/** How a lookup failed. */
export interface Failure {
  /** How its last request ended. */
  readonly outcome: Outcome;
  /** How much longer the rate limit lasts, in milliseconds, if that is more than the lookup may wait. */
  readonly pauseMs?: number | undefined;
  /** What in an answer of the API cannot be used, such as `database.port is not a port`. */
  readonly malformed?: string;
}

/** What messages say of the lookup. */
export interface FailureContext {
  readonly subject: Subject;
  /** How often this was asked for, and how many requests the lookup sent in all. */
  readonly tries: number;
  readonly attempts: number;
  readonly clock: Clock;
  readonly endpoint: URL;
  readonly settings: ApiSettings;
}

/** The error for the user. */
export function failureError(failure: Failure, context: FailureContext): DigitalOceanApiError {
  const { subject, attempts } = context;
  const { outcome } = failure;
  const details = { clusterUuid: subject.clusterUuid, attempts };
  if (outcome.kind === "breakdown") {
    const [code, text] = breakdown(outcome, context);
    return new DigitalOceanApiError(code, `${subject.name}: ${text}`, details);
  }
  const { status, id, requestId } = outcome;
  const isForeign = id === undefined && status >= 400 && status !== 407;
  const [code, text] = isForeign
    ? foreignError(failure, status, context)
    : apiError(failure, outcome, context);
  const request = requestId === undefined ? "" : ` (request ${requestId})`;
  return new DigitalOceanApiError(code, `${subject.name}: ${text}${request}`, {
    ...details,
    ...{ status, id, requestId },
  });
}

type CodeAndText = readonly [DigitalOceanApiErrorCode, string];

function apiError(failure: Failure, { status, id, body }: Response, context: FailureContext): CodeAndText {
  const { tokenSource, tokenCommand, configNamespace: namespace } = context.settings;
  const { absence, scopes = defaultScopes } = context.subject;
  const { host } = context.endpoint;
  const answered = id === undefined ? `${status}` : `${status} ${id}`;
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
          ? `not found: ${host} has nothing at this address (${answered}). Check ${namespace}:apiEndpoint.`
          : `not found: ${absence} (${answered}). Check the UUID against \`doctl databases list\`, ` +
            `and that the token from ${tokenSource} belongs to the cluster's team. ${newness}`,
      ];
    case status === 407:
      return [
        "bad_request",
        `the proxy requires a login (${answered}). Put it into HTTPS_PROXY.${proxyHint()}`,
      ];
    case status === 429: {
      const limit = `the API's rate limit for the token is used up (${answered})`;
      return [
        "too_many_requests",
        failure.pauseMs === undefined
          ? `${limit} ${inTries(context)}. Try again later, or look up fewer clusters at a time.`
          : `${limit} ${untilText(failure.pauseMs, context)}. Try again then.`,
      ];
    }
    case status >= 400 && status < 500:
      return ["bad_request", badRequest(status, answered)];
    case status >= 500:
      return [
        "server_error",
        `DigitalOcean's API fails (${answered}) ${inTries(context)}. ` +
          "See https://status.digitalocean.com and try again later.",
      ];
    // The envelope of the API's answer is there, as in `database.connection.port is not a port`.
    case failure.malformed !== undefined && /^\w+[.[]/.test(failure.malformed):
      return [
        "unexpected_response",
        `the answer of ${host} has a value that this package cannot use: ${failure.malformed}. ` +
          "Update pulumi-digitalocean-databases; if its newest release fails as well, report it.",
      ];
    default: {
      const defect = failure.malformed ?? (typeof body === "string" ? body : undefined);
      return [
        "unexpected_response",
        `${host} does not answer like the DigitalOcean API: status ${status}` +
          (status >= 300 ? ", a redirect, which is not followed" : defect ? `, ${defect}` : "") +
          `. Check ${namespace}:apiEndpoint and any proxy in between.${proxyHint()}`,
      ];
    }
  }
}

/** An error that is not in the API's form. Another server sent it, so its status does not mean what the API's would. */
function foreignError({ pauseMs }: Failure, status: number, context: FailureContext): CodeAndText {
  const { tokenSource, configNamespace: namespace } = context.settings;
  const isRepeated = (status === 429 || status >= 500) && pauseMs === undefined;
  const text =
    `a proxy, a gateway or another server answered for ${context.endpoint.host}, not DigitalOcean's API (${status})` +
    `${isRepeated ? ` ${inTries(context)}` : ""}. Check ${namespace}:apiEndpoint and any proxy in between`;
  const otherwise = (advice: string): string => `${text}; if they are right, ${advice}.${proxyHint()}`;
  switch (true) {
    case status === 401:
      return ["unauthorized", otherwise(`check the token from ${tokenSource}`)];
    case status === 403:
      return ["forbidden", otherwise(`check the token from ${tokenSource} and its scopes`)];
    case status === 404 && context.subject.absence !== undefined:
      return ["not_found", otherwise("check the UUID against `doctl databases list`")];
    case status === 429:
      return [
        "too_many_requests",
        otherwise(
          pauseMs === undefined
            ? "try again later, or look up fewer clusters at a time"
            : `it limits the requests ${untilText(pauseMs, context)}. Try again then`,
        ),
      ];
    case status >= 500:
      return ["server_error", otherwise("see https://status.digitalocean.com and try again later")];
    default:
      return [status === 404 ? "not_found" : "bad_request", `${text}.${proxyHint()}`];
  }
}

/** The text for a 4xx without a code of its own. */
function badRequest(status: number, answered: string): string {
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
      return `it is gone for good (${answered}). Remove it from the program.`;
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

function untilText(pauseMs: number, { clock, settings }: FailureContext): string {
  const { configNamespace: namespace, limits } = settings;
  const until = new Date(Date.now() + pauseMs).toISOString();
  return (
    `until ${until}, in ${Math.ceil(pauseMs / 1000)} s; ` +
    `the longest wait allowed is ${limits.quotaWaitSeconds} s (${namespace}:quotaWaitSeconds)` +
    (clock.quotaWaitedMs === 0 ? "" : `, of which ${seconds(clock.quotaWaitedMs)} s are over`)
  );
}

function breakdown(failed: Breakdown, context: FailureContext): CodeAndText {
  const { host } = context.endpoint;
  const { configNamespace: namespace } = context.settings;
  const { elapsedMs } = context.clock;
  const errorCode = failed.errorCode === undefined ? "" : ` (${failed.errorCode})`;
  switch (failed.reason) {
    case "timeout":
      return [
        "timeout",
        (context.tries === 0
          ? `not sent within ${seconds(elapsedMs)} s: earlier requests to ${host} are still unanswered. `
          : `no answer from ${host} ${inTries(context)}, within ${seconds(elapsedMs)} s. `) +
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

/** gRPC, by which Pulumi's SDK connects to its engine, reads these variables, in lower case only. */
const grpcProxies = ["grpc_proxy", "https_proxy", "http_proxy"] as const;

/**
 * A sentence for messages about a failing network, if the environment also sends Pulumi's own connections on this machine
 * through a proxy, which makes them fail or slow. The address of the proxy is not shown.
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

/** gRPC compares the end of the address, or an address range. */
function coversLoopback(exception: string): boolean {
  const [address = "", prefix] = exception.split("/");
  return prefix === undefined
    ? "127.0.0.1".endsWith(exception)
    : /^\d+$/.test(prefix) && (Number(prefix) === 0 || (Number(prefix) >= 1 && address.startsWith("127.")));
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}

/** A failed try that another try follows. Nothing in it is secret. */
export interface RetryNotice {
  /** What failed, and where: `api.digitalocean.com: 503`. Notices with the same cause are shown as one. */
  readonly cause: string;
  /** One line: the cause, which try of how many it was, and when the next one begins. */
  readonly text: string;
  /** How long until the next try, in milliseconds. */
  readonly waitMs: number;
}

/** @param tries how many tries there were so far, the failed one included */
export function retryNotice(
  failed: Outcome,
  { host, tries, limits, waitMs }: { host: string; tries: number; limits: ApiLimits; waitMs: number },
): RetryNotice {
  const cause = causeOf(failed);
  const text =
    `${host}: try ${tries} of ${limits.httpRetryMax + 1} failed (${cause}); ` +
    `the next try begins in ${Math.ceil(waitMs / 1000)} s.`;
  return { cause: `${host}: ${cause}`, text, waitMs };
}

/** Such as `503 service_unavailable`, `no answer` or `ECONNREFUSED`. */
function causeOf(failed: Outcome): string {
  if (failed.kind === "response") {
    return failed.id === undefined ? `${failed.status}` : `${failed.status} ${failed.id}`;
  }
  return failed.reason === "timeout" ? "no answer" : (failed.errorCode ?? "no connection");
}

/** The line about a wait for the rate limit. */
export function pauseNotice({ name }: Subject, waitMs: number): string {
  return `${name}: DigitalOcean's rate limit is reached; asking again in ${Math.ceil(waitMs / 1000)} s.`;
}
