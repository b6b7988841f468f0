/** How the API is asked: where, as whom, and for how long. */
export interface ApiSettings {
  /** The bearer token. Secret. */
  readonly token: string;
  /** Where the token came from, for messages: `the config value digitalocean:token`. */
  readonly tokenSource: string;
  /** The command that sets another one there, for messages, where there is one. */
  readonly tokenCommand?: string | undefined;
  /** The address that `/v2/databases` is appended to: https, or http to a loopback address. */
  readonly apiEndpoint: string;
  /** What the settings below are prefixed with where a message names one: `digitalocean`. */
  readonly configNamespace: string;
  /** The bounds of a lookup. */
  readonly limits: ApiLimits;
}

/** The bounds of a lookup. Each is a config key of this name, and an environment variable. */
export interface ApiLimits {
  /** How many more requests may follow a failed one. */
  readonly httpRetryMax: number;
  /** The shortest wait before another try, or another look at what is waited for, in seconds; it doubles each time. */
  readonly httpRetryWaitMin: number;
  /** The longest such wait, in seconds. */
  readonly httpRetryWaitMax: number;
  /** How long one try may take, in seconds, from the first byte sent to the last received. */
  readonly requestTimeoutSeconds: number;
  /** How long all tries together may take, in seconds, waiting for the API's quota not counted. */
  readonly deadlineSeconds: number;
  /** How long may be waited for the API's quota in all, in seconds. */
  readonly quotaWaitSeconds: number;
  /**
   * From how many clusters looked up by UUID at once on the list of all clusters is read in place of each, if that
   * takes fewer requests; 0 for never.
   */
  readonly listThreshold: number;
}

/** DigitalOcean's public API. */
export const defaultApiEndpoint = "https://api.digitalocean.com";

/** The bounds of a lookup, unless told. */
export const defaultLimits: ApiLimits = {
  httpRetryMax: 4,
  httpRetryWaitMin: 1,
  httpRetryWaitMax: 30,
  requestTimeoutSeconds: 20,
  deadlineSeconds: 60,
  quotaWaitSeconds: 300,
  listThreshold: 20,
};
