import { BlockList, isIP } from "node:net";
import { DigitalOceanApiError } from "./errors";
import { looksSecret } from "./shown";

/** No address of an API is longer. */
const maxLength = 2000;

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

  if (typeof text !== "string" || text.length > maxLength) {
    throw refuse(`it must be a URL of at most ${maxLength} characters`);
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
