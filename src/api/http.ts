/** Sends one GET with axios, and returns the answer without anything of axios or the request in it. */
import axios, { AxiosError, AxiosHeaders } from "axios";
import type { AxiosAdapter, AxiosResponse } from "axios";
import type { Agent, ClientRequest, IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { TooLarge, boundsOfError, readBody } from "./body";
import type { BodyBounds } from "./body";
import { ownMember, ownMembers, parseJsonObject } from "./decode";
import type { JsonObject } from "./decode";
import { looksSecret } from "./shown";
import { isUuid } from "./subject";
import { Transport } from "./transport";

/** An answer, with any status. */
export interface Response extends QuotaHeaders {
  readonly kind: "response";
  readonly status: number;
  /** The JSON object, or the reason why there is none. */
  readonly body: JsonObject | string;
  /** The length of the body after decompression. */
  readonly bytes: number;
  /** The API's `id` of the error and its id of the request, if they have the expected form. */
  readonly id: string | undefined;
  readonly requestId: string | undefined;
}

/** No answer, or an incomplete one. */
export interface Breakdown {
  readonly kind: "breakdown";
  readonly reason: "timeout" | "network" | "tls" | "unreadable";
  /** The code of the system's error, such as `ECONNREFUSED`. */
  readonly errorCode?: string | undefined;
  /** Why the body is unreadable. */
  readonly defect?: string | undefined;
}

/** An answer before its body has been read. */
type Answer = AxiosResponse<Readable>;

/** Sends a GET to one endpoint with one token. */
export type Connection = (path: string, signal: AbortSignal) => Promise<Answer>;

/**
 * The part of axios that sends a request, without the defaults and interceptors, which belong to the program.
 *
 * The transport, not axios, has the token and the address. No redirect is followed, every status counts as an answer, and
 * the body is decompressed while it is read.
 */
const send: AxiosAdapter = axios.getAdapter("http");

/** The connection to one endpoint. */
export function connect(endpoint: URL, token: string, userAgent: string): Connection {
  const transport = new Transport(endpoint, {
    Authorization: `Bearer ${token}`,
    Accept: "application/json",
    "Accept-Encoding": "gzip, deflate, br",
    "User-Agent": userAgent,
  });
  return (path, signal) => {
    const httpsAgent = transport.agentForProxy(signal);
    return send(
      ownMembers({
        url: endpoint.origin,
        method: "get",
        headers: new AxiosHeaders(),
        responseType: "stream",
        validateStatus: null,
        maxRedirects: 0,
        signal,
        httpsAgent,
        // By default, axios would send a request to this machine through the proxy.
        ...(httpsAgent === undefined ? { proxy: false } : {}),
        transport: {
          request(options: object, onResponse: (response: IncomingMessage) => void): ClientRequest {
            const agent = ownMember(options, "agent") as Agent | undefined;
            const isTunnel = httpsAgent !== undefined && agent !== httpsAgent;
            return transport.request(path, isTunnel ? agent : undefined, onResponse);
          },
        },
      }),
    ) as Promise<Answer>;
  };
}

/** Sends one GET. */
export async function sendGet(
  connection: Connection,
  path: string,
  timeoutMs: number,
  bounds: BodyBounds,
): Promise<Response | Breakdown> {
  // axios's own `timeout` starts again with each byte received, so a slow body would never end. `AbortSignal.timeout`
  // does not keep the process alive: if a proxy closes the connection, which axios ignores, it would end silently.
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(
    () => {
      controller.abort();
    },
    Math.max(1, timeoutMs),
  );
  try {
    return await responseFrom(await connection(path, signal), bounds, signal);
  } catch (error) {
    return { kind: "breakdown", ...(signal.aborted ? { reason: "timeout" } : breakdown(error)) };
  } finally {
    clearTimeout(timer);
  }
}

async function responseFrom(
  { status, headers, data }: Answer,
  bounds: BodyBounds,
  signal: AbortSignal,
): Promise<Response> {
  const { body, bytes } = await (status === 200
    ? readBody(data, bounds, signal, parsed)
    : errorBody(data, signal));
  const { id, requestId } =
    typeof body === "object" ? { id: ownMember(body, "id"), requestId: ownMember(body, "request_id") } : {};
  return {
    kind: "response",
    status,
    body,
    bytes,
    id: typeof id === "string" && errorId.test(id) && !looksSecret(id) ? id : undefined,
    requestId: shownRequestId(requestId) ?? shownRequestId(ownMember(headers, "x-request-id")),
    ...quotaIn(status, headers),
  };
}

/** The body of an error. Without a readable one the status is enough. */
async function errorBody(stream: Readable, signal: AbortSignal): Promise<Pick<Response, "body" | "bytes">> {
  try {
    return await readBody(stream, boundsOfError, signal, parsed);
  } catch (error) {
    if (error instanceof TooLarge) {
      return { body: tooLarge, bytes: boundsOfError.bytes };
    }
    throw error;
  }
}

function parsed(body: Uint8Array): Pick<Response, "body" | "bytes"> {
  return { body: parseJsonObject(body), bytes: body.byteLength };
}

const tooLarge = "the body is too large";

/** Such as `not_found`: the API's ids consist of lower-case words. */
const errorId = /^[a-z]{1,20}(_[a-z]{1,20}){0,4}$/;

/** DigitalOcean's request ids are UUIDs. A text of another form may be anything, even a password. */
function shownRequestId(value: unknown): string | undefined {
  return typeof value === "string" && isUuid(value) && !looksSecret(value) ? value : undefined;
}

function breakdown(error: unknown): Pick<Breakdown, "reason" | "errorCode" | "defect"> {
  if (error instanceof TooLarge) {
    return { reason: "unreadable", defect: tooLarge };
  }
  const errorCode = systemWord(error);
  if (errorCode !== undefined && isTlsCode(errorCode)) {
    return { reason: "tls", errorCode };
  }
  if (errorCode !== undefined && /^(Z_|ERR__ERROR_|ERR_BROTLI_)/.test(errorCode)) {
    return { reason: "unreadable", defect: "the body cannot be decompressed" };
  }
  // A code of Node's HTTP parser: the server does not speak HTTP.
  if (errorCode?.startsWith("HPE_") === true) {
    return { reason: "unreadable", defect: `the answer is not valid HTTP (${errorCode})` };
  }
  return { reason: "network", errorCode: endsEarly.has(errorCode) ? "ECONNRESET" : errorCode };
}

/** The codes of axios and Node's streams for a connection that ends in the middle of the body. */
const endsEarly: ReadonlySet<string | undefined> = new Set([
  AxiosError.ERR_BAD_RESPONSE,
  "ERR_STREAM_PREMATURE_CLOSE",
]);

/** The code of a system error, such as `ECONNREFUSED`. */
function systemWord(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null ? ownMember(error, "code") : undefined;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) && !looksSecret(code)
    ? code
    : undefined;
}

/** Node's codes for an invalid certificate or a failed handshake. Another try would fail, too. */
function isTlsCode(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|^ERR_TLS|^ERR_SSL|^EPROTO$/.test(
    code,
  );
}

/** What an answer says of the API's limits. */
export interface QuotaHeaders {
  /** How long to wait before the next request, in milliseconds; for a 429 and a 503. */
  readonly retryAfterMs: number | undefined;
  /** How many requests are left in this hour. */
  readonly remaining: number | undefined;
  /** When more are available, in milliseconds from now. */
  readonly resetMs: number | undefined;
}

/**
 * Reads `retry-after` (seconds or a date; DigitalOcean sends it with burst limits), `ratelimit-remaining` and
 * `ratelimit-reset` (epoch seconds; the only header if the hourly limit is reached). A header of another form counts as
 * absent. A moment in the past becomes 0; retries have a shortest wait of their own.
 */
export function quotaIn(status: number, headers: AxiosResponse["headers"]): QuotaHeaders {
  const header = (name: string): string => {
    const value = ownMember(headers, name);
    return typeof value === "string" ? value.trim() : "";
  };
  const now = currentMoment(header("date"));
  const resetMs = fromNow(wholeNumber(header("ratelimit-reset"), 1000), now);
  const after = header("retry-after");
  const seconds = wholeNumber(after, 1000);
  const afterMs = seconds === undefined ? fromNow(httpDate(after), now) : Math.min(seconds, farAwayMs);
  const asked = afterMs ?? (status === 429 ? resetMs : undefined);
  return {
    retryAfterMs: status === 429 || status === 503 ? asked : undefined,
    remaining: wholeNumber(header("ratelimit-remaining")),
    resetMs,
  };
}

function wholeNumber(text: string, unit = 1): number | undefined {
  return /^\d+$/.test(text) ? Number(text) * unit : undefined;
}

/** A date as HTTP has it, in one of the three forms that a recipient has to know (RFC 9110, 5.6.7). */
function httpDate(text: string): number | undefined {
  const moment = httpDates.some((form) => form.test(text)) ? Date.parse(withZone(text)) : NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

const months = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const weekdays = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const longWeekdays = "(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
const time = "\\d\\d:\\d\\d:\\d\\d";
const httpDates = [
  `${weekdays}, \\d\\d ${months} \\d{4} ${time} GMT`,
  `${longWeekdays}, \\d\\d-${months}-\\d\\d ${time} GMT`,
  `${weekdays} ${months} [ \\d]\\d ${time} \\d{4}`,
].map((form) => new RegExp(`^${form}$`));

/** The oldest form, that of C's `asctime`, names no zone; it is in GMT. */
function withZone(text: string): string {
  return text.endsWith("GMT") ? text : `${text} GMT`;
}

/**
 * The current time, by the server's `date` header if this machine's clock differs from it by more than the header's
 * precision and the time that the answer took.
 */
function currentMoment(date: string): number {
  const now = Date.now();
  const serversNow = httpDate(date) ?? now;
  return Math.abs(serversNow - now) > 10_000 ? serversNow : now;
}

function fromNow(moment: number | undefined, now: number): number | undefined {
  return moment === undefined ? undefined : Math.min(Math.max(0, moment - now), farAwayMs);
}

/** Some centuries, so that the moment can still be written as a date. */
const farAwayMs = 1e13;
