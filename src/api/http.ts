import axios from "axios";
import { AxiosError, AxiosHeaders } from "axios";
import type { AxiosAdapter, AxiosResponse } from "axios";
import type { Agent, ClientRequest, IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { isUuid } from "../reads/identifiers";
import { TooLarge, boundsOfError, readBody } from "./body";
import type { BodyBounds } from "./body";
import { ownMember, ownMembers, parseJsonObject } from "./decode";
import type { JsonObject } from "./decode";
import { quotaIn } from "./quota";
import type { QuotaHeaders } from "./quota";
import { looksSecret } from "./shown";
import { Transport } from "./transport";

/** An answer, whatever its status: nothing of axios and of the request in it. */
export interface Response extends QuotaHeaders {
  readonly kind: "response";
  readonly status: number;
  /** The JSON object, or what is wrong with the body. */
  readonly body: JsonObject | string;
  /** How long the body was, decompressed. */
  readonly bytes: number;
  /** The API's word for the error and its name for the request, where it gave them in a plain form. */
  readonly id: string | undefined;
  readonly requestId: string | undefined;
  /** From 0 to 1: the chance in what all who asked for it do next, so that they do it together. */
  readonly dice: number;
}

/** No answer, or not a whole one. */
export interface Breakdown {
  readonly kind: "breakdown";
  readonly reason: "timeout" | "network" | "tls" | "unreadable";
  /** The system's word: `ECONNREFUSED`. */
  readonly errorCode?: string | undefined;
  /** What is wrong with an unreadable body. */
  readonly defect?: string | undefined;
  /** As an answer's. */
  readonly dice: number;
}

/** An answer before its body has been read. */
type Answer = AxiosResponse<Readable>;

/** Sends a GET to one endpoint with one token. */
export type Connection = (path: string, signal: AbortSignal) => Promise<Answer>;

/**
 * The part of axios that sends a request, without its defaults and interceptors, which belong to the program.
 *
 * It is given no token and no address: the transport has those. It follows no redirect, takes every status as an
 * answer, and decompresses the body as it is read.
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
        // Left to axios, an endpoint on this machine would be asked by way of the proxy.
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
  // axios's own `timeout` counts from the last byte received: a body that drips would never end. And
  // `AbortSignal.timeout` keeps no process alive: one that waits for nothing else (a proxy has closed the connection,
  // of which axios takes no notice) would end without a word.
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
    const dice = Math.random();
    return signal.aborted
      ? { kind: "breakdown", reason: "timeout", dice }
      : { kind: "breakdown", ...breakdown(error), dice };
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
    dice: Math.random(),
  };
}

/** Of an error without a body of use the status is enough. */
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

/** `not_found`, `too_many_requests`: the API's words are of lower-case letters. */
const errorId = /^[a-z]{1,20}(_[a-z]{1,20}){0,4}$/;

/** DigitalOcean's are UUIDs. A word of another form may be anything, a password as well. */
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
  // Of Node's parser: somebody was reached, and speaks something else.
  if (errorCode?.startsWith("HPE_") === true) {
    return { reason: "unreadable", defect: `the answer is not valid HTTP (${errorCode})` };
  }
  return { reason: "network", errorCode: endsEarly.has(errorCode) ? "ECONNRESET" : errorCode };
}

/** What axios and Node's streams call a connection that ends in the middle of the body. */
const endsEarly: ReadonlySet<string | undefined> = new Set([
  AxiosError.ERR_BAD_RESPONSE,
  "ERR_STREAM_PREMATURE_CLOSE",
]);

/** The system's word for an error: `ECONNREFUSED`. */
function systemWord(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null ? ownMember(error, "code") : undefined;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) && !looksSecret(code)
    ? code
    : undefined;
}

/** The codes Node gives a certificate or a handshake that failed: another try would fail, too. */
function isTlsCode(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|^ERR_TLS|^ERR_SSL|^EPROTO$/.test(
    code,
  );
}
