/** The error of this package, and its codes. */

/**
 * What went wrong. A code never changes, so programs may branch on it.
 *
 * - `invalid_argument`: an argument, a setting or the token is malformed, and nothing was sent; or `connectionFor` is asked
 *   for something that does not exist. The message names it.
 * - `missing_token`: there is no token, and nothing was sent. Set one: `pulumi config set --secret digitalocean:token`.
 * - `unauthorized`: the API answered 401: the token is wrong, expired or revoked. Set a valid one where the message says
 *   that it came from.
 * - `forbidden`: the API answered 403. Give the token the scopes that the message names.
 * - `not_found`: the API answered 404, or lists no cluster of this name. Compare with `doctl databases list`, or with the
 *   names in the message. Another team needs its own token. If the cluster is new, try again, or set `waitForOnline`.
 * - `ambiguous_name`: several clusters have the name. The message lists them; use the UUID of one.
 * - `bad_request`: the API answered another 4xx: the engine has no such thing, or it is not ready. The message says which.
 * - `too_many_requests`: the API answered 429, and waiting would take longer than allowed. Try again at the time in the
 *   message, or raise `quotaWaitSeconds`.
 * - `server_error`: the API answered 5xx, also at the last try. See DigitalOcean's status page and try again.
 * - `network_error`: the API cannot be reached, or its certificate is not trusted. Check the network, the proxy,
 *   `NODE_EXTRA_CA_CERTS` and `apiEndpoint`.
 * - `timeout`: the API did not answer in time, also at the last try. Check the same, or raise `deadlineSeconds`.
 * - `unexpected_response`: the answer is not in the form of DigitalOcean's API, or is about something else. The message says
 *   whether to check `apiEndpoint` and any proxy, or to update this package.
 * - `credentials_withheld`: the answer has no user or no password. Give the token the scope `database:view_credentials`.
 *   MongoDB shows a password only when it is made: pass it to `connectionFor`.
 * - `not_online`: the cluster is being created and has no connection yet, or is not online at the end of a wait. Set
 *   `waitForOnline`, or try again later.
 * - `stack_output_missing`: the other stack exports no cluster or connection under this prefix. Export
 *   `stackOutputs(cluster)` there, and run `pulumi up` there.
 * - `stack_output_undecryptable`: the secrets of the other stack cannot be decrypted here. Give both stacks a secrets
 *   provider, or a passphrase, that this run has.
 */
export type DigitalOceanApiErrorCode = (typeof codes)[number];

const codes = [
  "invalid_argument",
  "missing_token",
  "unauthorized",
  "forbidden",
  "not_found",
  "ambiguous_name",
  "bad_request",
  "too_many_requests",
  "server_error",
  "network_error",
  "timeout",
  "unexpected_response",
  "credentials_withheld",
  "not_online",
  "stack_output_missing",
  "stack_output_undecryptable",
] as const;

const codeAtTheEnd = new RegExp(` \\[(?:${codes.join("|")})\\]$`);

/** The message with its code at the end. */
export function withCode(code: DigitalOceanApiErrorCode, message: string): string {
  return `${withoutCode(message)} [${code}]`;
}

/** The message without the code at its end, so that a sentence can be added. */
export function withoutCode(message: string): string {
  return message.replace(codeAtTheEnd, "");
}

/** What may be shown of an unexpected error: its message may quote a secret, its class does not. */
export function classOf(error: unknown): string {
  return error instanceof Error && /^\w{1,40}$/.test(error.name) ? error.name : "an unknown error";
}

/** The facts of an error beside its code and message. None is secret. */
export interface DigitalOceanApiErrorDetails {
  /** The UUID of the cluster that was looked up. */
  readonly clusterUuid?: string | undefined;
  /** The HTTP status of the last answer. */
  readonly status?: number | undefined;
  /** The API's code for the error: `id` in the body of its answer. */
  readonly id?: string | undefined;
  /** The id of the request, for DigitalOcean's support: `request_id` in the body, otherwise the header `x-request-id`. */
  readonly requestId?: string | undefined;
  /** How many requests were sent; 0 if none was. */
  readonly attempts?: number | undefined;
}

/**
 * The only error of this package.
 *
 * Its message is one line that names the cluster, the cause and the fix, and ends with the code: `[not_found]`. It quotes
 * no response body. The error has no request, response or `cause`: they contain the token and passwords, and Node prints
 * all members of an uncaught error.
 */
export class DigitalOceanApiError extends Error implements DigitalOceanApiErrorDetails {
  /** What went wrong. A code never changes. */
  public readonly code: DigitalOceanApiErrorCode;
  /** The UUID of the cluster that was looked up, if there is one. */
  public readonly clusterUuid?: string | undefined;
  /** The HTTP status of the last answer, if there was one. */
  public readonly status?: number | undefined;
  /** The API's code for the error (`id` in its answer), if it gave one. */
  public readonly id?: string | undefined;
  /** The id of the request, for DigitalOcean's support, if the API gave one. */
  public readonly requestId?: string | undefined;
  /** How many requests were sent; 0 if none was. */
  public readonly attempts: number;
  /**
   * Makes the error a `pulumi.RunError`: the CLI then prints the message without a stack
   * (docs/pulumi-internals.md, "RUN ERROR").
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
    // Without a prototype, so that nothing comes from members that other code has added to `Object.prototype`.
    const own = Object.assign(Object.create(null) as DigitalOceanApiErrorDetails, details);
    const { clusterUuid, status, id, requestId, attempts } = own;
    this.clusterUuid = clusterUuid;
    this.status = status;
    this.id = id;
    this.requestId = requestId;
    this.attempts = attempts ?? 0;
    // Without frames, which would be the SDK's: Node 20's util.inspect takes 16 to 30 s to format some of them
    // (docs/pulumi-internals.md, "ERROR STACKS").
    this.stack = message;
    // The SDK writes "error serializing property …" in front of the message, once for each resource that waits for it.
    Object.defineProperty(this, "message", { get: () => message, set: () => undefined, configurable: true });
    // Not enumerable, so that no display shows it.
    Object.defineProperty(this, "__pulumiRunError", { enumerable: false });
  }

  /** Whether `value` is such an error, also one from another copy of this package. */
  public static isInstance(value: unknown): value is DigitalOceanApiError {
    return value instanceof Error && value.name === "DigitalOceanApiError" && "code" in value;
  }
}
