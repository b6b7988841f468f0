// Checks of URIs with a URL parser.
import { isIPv6, SocketAddress } from "node:net";
import type { Parts } from "./usableConnections";

/** The spelling that a URL uses for an IP address. Names stay as they are. */
function canonical(host: string): string {
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  return isIPv6(bare) ? new SocketAddress({ address: bare, family: "ipv6" }).address : bare;
}

/** URL parsers remove these from paths, encoded or not. */
const isDotSegment = (database: string | undefined): boolean => database === "." || database === "..";

/** Asserts that a URL parser reads exactly the given parts from the URI. */
export function expectUri(uri: string, parts: Parts): void {
  const { engine, host, port, user, password, database } = parts;
  expect(uri).toMatch(/^[\x21-\x7e]+$/);
  if (engine === "kafka") {
    expect(uri).toBe(`${isIPv6(host) ? `[${host}]` : host}:${port}`);
    return;
  }
  // For http and https the parser turns numbers into addresses and drops the default port, so use another scheme.
  const url = new URL(uri.replace(/^https?:/, "opensearch:"));
  const ofSrv = engine === "mongodb" && url.protocol === "mongodb+srv:";
  expect({
    host: canonical(url.hostname),
    port: ofSrv ? "" : url.port,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    hash: url.hash,
  }).toEqual({ host: canonical(host), port: ofSrv ? "" : String(port), user, password, hash: "" });
  if (!isDotSegment(database) && engine !== "opensearch") {
    expect(decodeURIComponent(url.pathname)).toMatch(/^\/|^$/);
    expect(decodeURIComponent(url.pathname).slice(1)).toBe(database ?? "");
  }
}
