import { BlockList, isIP } from "node:net";
import { DigitalOceanApiError } from "../errors";
import { looksSecret, neverShow } from "./shown";

/** No address of an API is longer. */
const maxEndpointLength = 2000;

const loopback = new BlockList();

loopback.addSubnet("127.0.0.0", 8, "ipv4");

loopback.addAddress("::1", "ipv6");

/** Whether the URL's host is this machine, told from its name alone: nothing is looked up. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const family = isIP(host);
  return family === 0 ? host === "localhost" : loopback.check(host, family === 6 ? "ipv6" : "ipv4");
}

let last: { readonly text: string; readonly url: URL } | undefined;

/** As {@link parsedEndpoint}; programs have one endpoint, and it is parsed once. */
export function parseEndpoint(text: string): URL {
  if (last?.text !== text) {
    last = { text, url: parsedEndpoint(text) };
  }
  return last.url;
}

/**
 * The endpoint as a URL without a trailing slash.
 *
 * The token goes over https, or to this machine, and nowhere else. A user name, a query or a fragment in
 * an endpoint is a mistake, and what it holds may be a secret: the message does not repeat it.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
function parsedEndpoint(text: string): URL {
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
  // Not by `/\/+$/`, which takes the square of the number of slashes that stand elsewhere.
  const { pathname } = url;
  let end = pathname.length;
  while (end > 0 && pathname[end - 1] === "/") {
    end--;
  }
  url.pathname = pathname.slice(0, end);
  return url;
}

/** The environment variable of that name. `process.env` has a prototype, too. */
export function environmentVariable(name: string): string | undefined {
  return Object.hasOwn(process.env, name) ? process.env[name] : undefined;
}

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

/** Longer headers are refused by most servers. */
const maxTokenLength = 8000;

/**
 * Refuses a token that cannot be one, without showing it, and keeps every message from showing one that can. The HTTP
 * library would otherwise fail with an error that contains the token.
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
      "or is no string); copy it again.",
  );
}
