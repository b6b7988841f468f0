/** How the API is asked: endpoint, token and limits, and the checks of their forms. */
import { BlockList, isIP } from "node:net";
import { DigitalOceanApiError } from "../errors";
import { looksSecret, neverShow } from "./shown";

const maxEndpointLength = 2000;

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether the URL's host is this machine, by its name. Nothing is resolved. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const family = isIP(host);
  return family === 0 ? host === "localhost" : loopback.check(host, family === 6 ? "ipv6" : "ipv4");
}

/**
 * The endpoint as a URL without a trailing slash.
 *
 * The token is sent over https or to this machine only. A user name, a query or a fragment is refused, and not shown,
 * because it may be a secret.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function parseEndpoint(text: string): URL {
  const refuse = (why: string): DigitalOceanApiError =>
    new DigitalOceanApiError(
      "invalid_argument",
      `apiEndpoint: ${why}, such as https://api.digitalocean.com.`,
    );

  if (typeof text !== "string" || text.length > maxEndpointLength) {
    throw refuse(`it must be a URL of at most ${maxEndpointLength} characters`);
  }
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw refuse("it must be a URL");
  }
  // Messages show the host.
  if (looksSecret(url.host)) {
    throw refuse("it must be a URL whose host is not a token or a password");
  }
  // A lone `?` leaves `search` empty, and stays in the address.
  if (url.username !== "" || url.password !== "" || /[?#]/.test(url.href)) {
    throw refuse("it must be a URL without user, password, query and fragment");
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url))) {
    throw refuse(
      "it must be an https URL (http is for loopback addresses only, as the token would be readable)",
    );
  }
  // The pattern `/\/+$/` would take quadratic time for many slashes.
  const { pathname } = url;
  let end = pathname.length;
  while (end > 0 && pathname[end - 1] === "/") {
    end--;
  }
  url.pathname = pathname.slice(0, end);
  return url;
}

/** The environment variable of that name, and nothing from the prototype of `process.env`. */
export function environmentVariable(name: string): string | undefined {
  return Object.hasOwn(process.env, name) ? process.env[name] : undefined;
}

/** How the API is asked. */
export interface ApiSettings {
  /** The bearer token. Secret. */
  readonly token: string;
  /** Where the token came from, for messages: `the config value digitalocean:token`. */
  readonly tokenSource: string;
  /** The command that sets another token there, for messages. */
  readonly tokenCommand?: string | undefined;
  /** The address in front of `/v2/databases`: https, or http to a loopback address. */
  readonly apiEndpoint: string;
  /** The prefix of the config keys, for messages: `digitalocean`. */
  readonly configNamespace: string;
  /** The limits of a lookup. */
  readonly limits: ApiLimits;
}

/** The limits of a lookup. Each is a config key of this name and an environment variable. The guide has these texts. */
export interface ApiLimits {
  /** The most retries after a failed try (no connection, no answer, 429, 5xx). */
  readonly httpRetryMax: number;
  /** The shortest wait before a retry, in seconds; it doubles each time. Waits for a cluster use it as well. */
  readonly httpRetryWaitMin: number;
  /** The longest wait before a retry, in seconds. */
  readonly httpRetryWaitMax: number;
  /** The longest time for one try, in seconds, from the first byte sent to the last received. */
  readonly requestTimeoutSeconds: number;
  /** The longest time for all tries of a lookup, in seconds. Waits for the rate limit do not count. */
  readonly deadlineSeconds: number;
  /**
   * The longest wait for the rate limit, in seconds. The wait is shown. If it would be longer, the lookup fails at once.
   */
  readonly quotaWaitSeconds: number;
  /**
   * If at least so many clusters are looked up by UUID at about the same time, they are read from the list of all
   * clusters, if that takes fewer requests. 0 means never.
   */
  readonly listThreshold: number;
}

/** DigitalOcean's public API. */
export const defaultApiEndpoint = "https://api.digitalocean.com";

/** The default limits. */
export const defaultLimits: ApiLimits = {
  httpRetryMax: 4,
  httpRetryWaitMin: 1,
  httpRetryWaitMax: 30,
  requestTimeoutSeconds: 20,
  deadlineSeconds: 60,
  quotaWaitSeconds: 300,
  listThreshold: 20,
};

/** Most servers refuse longer headers. */
const maxTokenLength = 8000;

/**
 * Refuses a malformed token without showing it. (The HTTP library would fail with an error that contains it.) A well-formed
 * one is hidden in all messages from now on.
 *
 * @param source where the token came from, for the message
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireTokenForm(token: unknown, source: string): string {
  if (typeof token === "string" && token.length <= maxTokenLength && /^[\x21-\x7e]+$/.test(token)) {
    neverShow(token);
    return token;
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    `token: ${source} is malformed (it contains blanks, line breaks, control characters or other than ASCII, ` +
      "or is not a string); copy it again.",
  );
}
