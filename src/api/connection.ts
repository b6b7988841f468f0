import { Agent, globalAgent } from "node:https";
import type { AgentOptions } from "node:https";
import axios, { AxiosError } from "axios";
import type { AxiosResponse } from "axios";
import { isLoopback } from "./endpoint";
import { parseJsonObject } from "./json";
import type { JsonObject } from "./json";
import { quotaIn } from "./rateLimit";
import type { QuotaHeaders } from "./rateLimit";

/** An answer, whatever its status: nothing of axios and of the request in it. */
export interface Response extends QuotaHeaders {
  readonly kind: "response";
  readonly status: number;
  /** The JSON object, or what is wrong with the body. */
  readonly body: JsonObject | string;
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

/** More than any list of 200 clusters; an answer beyond it is no answer of the API, or a trap. */
const maxBodyBytes = 16 * 1024 * 1024;

/** Sends a GET to one endpoint with one token. */
export type Connection = (path: string, signal: AbortSignal) => Promise<AxiosResponse<Uint8Array>>;

/**
 * It takes every answer as bytes and every status as an answer, so that axios neither parses a body nor
 * throws one at us, and follows no redirect, so that the token stays with the host it is meant for.
 */
const client = axios.create({
  responseType: "arraybuffer",
  transformResponse: [],
  validateStatus: null,
  maxRedirects: 0,
  maxContentLength: maxBodyBytes,
});

/** The connection to one endpoint. */
export function connect(endpoint: URL, token: string, userAgent: string): Connection {
  const isLocal = isLoopback(endpoint);
  const baseUrl = endpoint.href.replace(/\/$/, "");
  const headers = { Authorization: `Bearer ${token}`, Accept: "application/json", "User-Agent": userAgent };
  return (path, signal) =>
    client.get<Uint8Array>(baseUrl + path, {
      headers,
      signal,
      // With HTTP_PROXY set axios would send a plain-http request, token included, to the proxy, even one to
      // this machine. To any other host the token goes by https: axios asks the proxy for a tunnel.
      ...(isLocal ? { proxy: false } : {}),
      ...(!isLocal && mayBeProxied() ? { httpsAgent: agentThatEndsWith(signal) } : {}),
    });
}

/** Whether the environment has a proxy, for some hosts at least. */
function mayBeProxied(): boolean {
  return Object.entries(process.env).some(
    ([name, value]) => /(https|all)_proxy$/i.test(name) && value !== "",
  );
}

/**
 * axios forgets a connection to a proxy that does not answer its CONNECT, and a process with an open connection does
 * not end. It makes that connection with the options of the agent it is given, as Node does.
 */
function agentThatEndsWith(signal: AbortSignal): Agent {
  const options: AgentOptions & { signal: AbortSignal } = {
    ...globalAgent.options,
    keepAlive: false,
    signal,
  };
  return new Agent(options);
}

/** Sends one GET. */
export async function sendGet(
  connection: Connection,
  path: string,
  timeoutMs: number,
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
    return responseFrom(await connection(path, signal));
  } catch (error) {
    const dice = Math.random();
    return signal.aborted
      ? { kind: "breakdown", reason: "timeout", dice }
      : { kind: "breakdown", ...breakdown(error), dice };
  } finally {
    clearTimeout(timer);
  }
}

function responseFrom({ status, headers, data }: AxiosResponse<Uint8Array>): Response {
  const body = parseJsonObject(data);
  const { id, request_id: requestId } = typeof body === "object" ? body : {};
  return {
    kind: "response",
    status,
    body,
    id: typeof id === "string" && /^[a-z][a-z_]{0,39}$/.test(id) ? id : undefined,
    requestId: word(requestId) ?? word(headers["x-request-id"]),
    ...quotaIn(status, headers),
    dice: Math.random(),
  };
}

/** The text if it is a plain word: what goes into a message must not bring lines or bodies with it. */
function word(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.:-]{1,64}$/.test(value) ? value : undefined;
}

function breakdown(error: unknown): Pick<Breakdown, "reason" | "errorCode" | "defect"> {
  const failure = error instanceof AxiosError ? error : undefined;
  const errorCode = word(failure?.code);
  if (errorCode !== undefined && isTlsCode(errorCode)) {
    return { reason: "tls", errorCode };
  }
  if (failure?.code === AxiosError.ERR_BAD_RESPONSE && failure.message.startsWith("maxContentLength")) {
    return { reason: "unreadable", defect: "the body is too large" };
  }
  if (errorCode?.startsWith("Z_") === true) {
    return { reason: "unreadable", defect: "the body cannot be decompressed" };
  }
  // Of Node's parser: somebody was reached, and speaks something else.
  if (errorCode?.startsWith("HPE_") === true) {
    return { reason: "unreadable", defect: `the answer is not valid HTTP (${errorCode})` };
  }
  // ERR_BAD_RESPONSE is what axios calls a connection that ends in the middle of the body.
  return { reason: "network", errorCode: errorCode === "ERR_BAD_RESPONSE" ? "ECONNRESET" : errorCode };
}

/** The codes Node gives a certificate or a handshake that failed: asking again will not mend it. */
function isTlsCode(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|^ERR_TLS|^ERR_SSL|^EPROTO$/.test(
    code,
  );
}
