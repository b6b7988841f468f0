import axios, { AxiosError } from "axios";
import type { AxiosInstance, AxiosResponse } from "axios";
import { Malformed } from "./decode";
import type { Decoder } from "./decode";
import { isLoopback } from "./endpoint";
import { parseJsonObject } from "./json";
import type { JsonObject } from "./json";

/** How one try ended, in this package's own words: nothing of axios, of the request or of a body in it. */
export type Attempt<T> = Answer<T> | Failed;

export type Failed = Refusal | Breakdown;

/** Status 200 and the body that was asked for. */
export interface Answer<T> {
  readonly kind: "answer";
  readonly value: T;
}

/** Any other answer. */
export interface Refusal {
  readonly kind: "refusal";
  readonly status: number;
  /** The API's word for the error and its name for the request, where it gave them in a plain form. */
  readonly id?: string | undefined;
  readonly requestId?: string | undefined;
  /** What is wrong with the body. */
  readonly defect?: string | undefined;
  /** When the API wants to be asked again, in milliseconds from now. */
  readonly retryAfterMs?: number | undefined;
}

/** No answer, or not a whole one. */
export interface Breakdown {
  readonly kind: "breakdown";
  readonly reason: "timeout" | "network" | "tls" | "unreadable";
  /** The system's word: `ECONNREFUSED`. */
  readonly errorCode?: string | undefined;
  /** What is wrong with an unreadable body. */
  readonly defect?: string | undefined;
}

/** More than any list of 200 clusters; an answer beyond it is no answer of the API, or a trap. */
const maxBodyBytes = 16 * 1024 * 1024;

/**
 * The connection to one endpoint.
 *
 * It takes every answer as bytes and every status as an answer, so that axios neither parses a body nor
 * throws one at us, and follows no redirect, so that the token stays with the host it is meant for.
 */
export function connect(endpoint: URL, token: string, userAgent: string): AxiosInstance {
  return axios.create({
    baseURL: endpoint.href.replace(/\/$/, ""),
    headers: { Authorization: `Bearer ${token}`, Accept: "application/json", "User-Agent": userAgent },
    responseType: "arraybuffer",
    transformResponse: [],
    validateStatus: null,
    maxRedirects: 0,
    maxContentLength: maxBodyBytes,
    // With HTTP_PROXY set axios would send a plain-http request, token included, to the proxy, even one to
    // this machine. To any other host the token goes by https: axios asks the proxy for a tunnel.
    ...(isLoopback(endpoint) ? { proxy: false } : {}),
  });
}

/** Sends one GET and says how it ended. */
export async function attemptGet<T>(
  connection: AxiosInstance,
  path: string,
  timeoutMs: number,
  decode: Decoder<T>,
): Promise<Attempt<T>> {
  // axios's own `timeout` counts from the last byte received: a body that drips would never end.
  const signal = AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs)));
  let response: AxiosResponse<Uint8Array>;
  try {
    response = await connection.get<Uint8Array>(path, { signal });
  } catch (error) {
    return signal.aborted ? { kind: "breakdown", reason: "timeout" } : breakdown(error);
  }
  const body = parseJsonObject(response.data);
  if (response.status !== 200 || typeof body === "string") {
    return refusal(response, body);
  }
  try {
    return { kind: "answer", value: decode(body, "") };
  } catch (error) {
    if (error instanceof Malformed) {
      return refusal(response, error.message);
    }
    throw error;
  }
}

function refusal(response: AxiosResponse<Uint8Array>, body: JsonObject | string): Refusal {
  const { status } = response;
  const { id, request_id: requestId } = typeof body === "object" ? body : {};
  return {
    kind: "refusal",
    status,
    id: typeof id === "string" && /^[a-z][a-z_]{0,39}$/.test(id) ? id : undefined,
    requestId: word(requestId) ?? word(response.headers["x-request-id"]),
    defect: typeof body === "string" ? body : undefined,
    retryAfterMs: status === 429 || status === 503 ? retryAfter(response) : undefined,
  };
}

/** The text if it is a plain word: what goes into a message must not bring lines or bodies with it. */
function word(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.:-]{1,64}$/.test(value) ? value : undefined;
}

/**
 * When to come back, from `retry-after` (seconds or a date; sent with burst limits) or, for a 429, from
 * `ratelimit-reset` (epoch seconds; all there is when the hour's quota is used up, and on every other answer
 * the moment when the quota grows again, which is of no interest then).
 */
function retryAfter({ status, headers }: AxiosResponse): number | undefined {
  const after = String(headers["retry-after"] ?? "").trim();
  const reset = status === 429 ? String(headers["ratelimit-reset"] ?? "").trim() : "";
  if (/^\d+$/.test(after)) {
    return Math.min(Number(after) * 1000, farAwayMs);
  }
  const moment = after !== "" ? Date.parse(after) : /^\d+$/.test(reset) ? Number(reset) * 1000 : Number.NaN;
  return Number.isNaN(moment) ? undefined : Math.min(Math.max(0, moment - Date.now()), farAwayMs);
}

/** Some centuries: further ahead no date can be written. */
const farAwayMs = 1e13;

function breakdown(error: unknown): Breakdown {
  const failure = error instanceof AxiosError ? error : undefined;
  const errorCode = word(failure?.code);
  if (errorCode !== undefined && isTlsCode(errorCode)) {
    return { kind: "breakdown", reason: "tls", errorCode };
  }
  if (failure?.code === AxiosError.ERR_BAD_RESPONSE && failure.message.startsWith("maxContentLength")) {
    return { kind: "breakdown", reason: "unreadable", defect: "the body is too large" };
  }
  if (errorCode?.startsWith("Z_") === true) {
    return { kind: "breakdown", reason: "unreadable", defect: "the body cannot be decompressed" };
  }
  // ERR_BAD_RESPONSE is what axios calls a connection that ends in the middle of the body.
  return {
    kind: "breakdown",
    reason: "network",
    errorCode: errorCode === "ERR_BAD_RESPONSE" ? "ECONNRESET" : errorCode,
  };
}

/** The codes Node gives a certificate or a handshake that failed: asking again will not mend it. */
function isTlsCode(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|^ERR_TLS|^ERR_SSL|^EPROTO$/.test(
    code,
  );
}
