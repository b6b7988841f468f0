import type { Breakdown, Response } from "./connection";
import { Malformed } from "./decode";

/** How one try ended. */
export type Attempt<T> = Answer<T> | Failed;

export type Failed = Refusal | Breakdown;

/** Status 200 and the body that was asked for. */
export interface Answer<T> {
  readonly kind: "answer";
  readonly value: T;
}

/** Any other answer. */
export interface Refusal extends Pick<Response, "status" | "id" | "requestId" | "retryAfterMs" | "dice"> {
  readonly kind: "refusal";
  /** What is wrong with the body. */
  readonly defect: string | undefined;
  /** Whether the rest of the body is in the API's form. */
  readonly isOfTheApi?: boolean;
}

/** Reads a body; how many bytes it had is of interest where there are many. */
export type BodyDecoder<T> = (body: unknown, path: string, oddDetails: undefined, bytes: number) => T;

/** The answer as the body that was asked for, or as a refusal. */
export function readResponse<T>(response: Response, decode: BodyDecoder<T>): Answer<T> | Refusal {
  const { status, body, bytes } = response;
  if (status !== 200 || typeof body === "string") {
    return refusal(response, typeof body === "string" ? body : undefined);
  }
  try {
    return { kind: "answer", value: decode(body, "", undefined, bytes) };
  } catch (error) {
    if (error instanceof Malformed) {
      // Its envelope was there, as in `database.connection.port is not a port`.
      return { ...refusal(response, error.message), isOfTheApi: /^\w+[.[]/.test(error.message) };
    }
    throw error;
  }
}

/** @param defect what is wrong with the body */
export function refusal(response: Response, defect: string | undefined): Refusal {
  const { status, id, requestId, retryAfterMs, dice } = response;
  return { kind: "refusal", status, id, requestId, retryAfterMs, dice, defect };
}
