import { ownMembers } from "./api/decode";

/**
 * What went wrong, as a word that never changes: programs may branch on it.
 *
 * | code | when |
 * |---|---|
 * | `invalid_argument` | an argument, a setting or the token is malformed, before anything is sent; `connectionFor` is asked for what there is not |
 * | `missing_token` | no token was found anywhere; nothing was sent |
 * | `unauthorized` | the API answered 401 |
 * | `forbidden` | the API answered 403 |
 * | `not_found` | the API answered 404, or lists no cluster of the name |
 * | `ambiguous_name` | more than one cluster has the name |
 * | `bad_request` | the API answered another 4xx |
 * | `too_many_requests` | the API answered 429, and waiting would take longer than allowed |
 * | `server_error` | the API answered 5xx, at the last of all attempts |
 * | `network_error` | the API could not be reached, at the last of all attempts |
 * | `timeout` | the API did not answer in time, at the last of all attempts |
 * | `unexpected_response` | the answer is not what the DigitalOcean API sends |
 * | `credentials_withheld` | the answer lacks the cluster's credentials |
 * | `not_online` | the cluster is being created and has no connection yet, or is not online at the end of a wait |
 * | `stack_output_missing` | the referenced stack does not export a cluster |
 * | `stack_output_undecryptable` | the referenced stack's secrets cannot be decrypted here |
 */
export type DigitalOceanApiErrorCode =
  | "invalid_argument"
  | "missing_token"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "ambiguous_name"
  | "bad_request"
  | "too_many_requests"
  | "server_error"
  | "network_error"
  | "timeout"
  | "unexpected_response"
  | "credentials_withheld"
  | "not_online"
  | "stack_output_missing"
  | "stack_output_undecryptable";

const codes: Readonly<Record<DigitalOceanApiErrorCode, true>> = {
  invalid_argument: true,
  missing_token: true,
  unauthorized: true,
  forbidden: true,
  not_found: true,
  ambiguous_name: true,
  bad_request: true,
  too_many_requests: true,
  server_error: true,
  network_error: true,
  timeout: true,
  unexpected_response: true,
  credentials_withheld: true,
  not_online: true,
  stack_output_missing: true,
  stack_output_undecryptable: true,
};

const codeAtTheEnd = new RegExp(` \\[(?:${Object.keys(codes).join("|")})\\]$`);

/** A message as it is on screen, with its code at the end, once. */
export function withCode(code: DigitalOceanApiErrorCode, message: string): string {
  return `${withoutCode(message)} [${code}]`;
}

/** A message without the code at its end, so that more can be said in front of the code. */
export function withoutCode(message: string): string {
  return message.replace(codeAtTheEnd, "");
}

/** The facts of an error beside its code and message. None of them is ever secret. */
export interface DigitalOceanApiErrorDetails {
  /** The UUID of the cluster that was looked up. */
  readonly clusterUuid?: string | undefined;
  /** The HTTP status of the last answer. */
  readonly status?: number | undefined;
  /** The API's own word for the error: `id` in the body of its answer. */
  readonly id?: string | undefined;
  /** What DigitalOcean's support asks for: `request_id` in the body, else the header `x-request-id`. */
  readonly requestId?: string | undefined;
  /** How many requests were sent; 0 if none was. */
  readonly attempts?: number | undefined;
}

/**
 * The one error of this package.
 *
 * It holds nothing but the facts below: no request, no response, no `cause`, because those carry the
 * bearer token and passwords, and Node prints whatever hangs on an error nobody caught. Its message is
 * one line that names the cluster, the cause and the way out, and quotes no response body. It ends with the code in
 * brackets: `[not_found]`.
 */
export class DigitalOceanApiError extends Error implements DigitalOceanApiErrorDetails {
  /** What went wrong, as a word that never changes. */
  public readonly code: DigitalOceanApiErrorCode;
  /** The UUID of the cluster that was looked up, where there is one. */
  public readonly clusterUuid?: string | undefined;
  /** The HTTP status of the last answer, where there was one. */
  public readonly status?: number | undefined;
  /** The API's own word for the error (`id` in its answer), where it gave one. */
  public readonly id?: string | undefined;
  /** The API's name for the request, which DigitalOcean's support asks for, where it gave one. */
  public readonly requestId?: string | undefined;
  /** How many requests were sent; 0 if none was. */
  public readonly attempts: number;
  /**
   * What `pulumi.RunError.isInstance` asks for: the CLI then prints the message alone, without a stack.
   * @internal
   */
  public readonly __pulumiRunError: boolean = true;

  public constructor(
    code: DigitalOceanApiErrorCode,
    text: string,
    details: DigitalOceanApiErrorDetails = {},
  ) {
    const message = withCode(code, text);
    super(message);
    this.name = "DigitalOceanApiError";
    this.code = code;
    const { clusterUuid, status, id, requestId, attempts } = ownMembers(details);
    this.clusterUuid = clusterUuid;
    this.status = status;
    this.id = id;
    this.requestId = requestId;
    this.attempts = attempts ?? 0;
    // The frames would be the SDK's, and of no use. They do harm: the language host formats them even where
    // it shows the message alone, and a frame such as `node_modules/@pulumi/output.ts:519` (a scope without a
    // package, from the SDK's source maps) sends Node 20's util.inspect into a loop that ends only when the
    // text outgrows a string: 16 s of CPU were measured.
    this.stack = message;
    // The SDK writes "error serializing property …" in front, once for every resource that waits for it
    // (its runtime/rpc.js): one line stays one line.
    Object.defineProperty(this, "message", { get: () => message, set: () => undefined, configurable: true });
    // The language host finds it all the same; no display does.
    Object.defineProperty(this, "__pulumiRunError", { enumerable: false });
  }

  /** Whether `value` is such an error, also one from another copy of this package. */
  public static isInstance(value: unknown): value is DigitalOceanApiError {
    return value instanceof Error && value.name === "DigitalOceanApiError" && "code" in value;
  }
}
