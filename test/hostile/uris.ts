import { isIPv6, SocketAddress } from "node:net";
import type { Parts } from "./connections";

/** An address has many spellings, and a URL has one; names are compared as they are written. */
function canonical(host: string): string {
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  return isIPv6(bare) ? new SocketAddress({ address: bare, family: "ipv6" }).address : bare;
}

/** Paths of these lead up or nowhere in every URL, encoded or not. */
const isDotSegment = (database: string | undefined): boolean => database === "." || database === "..";

/** Asserts that a URL parser reads from a URI of ours what it was made of, and nothing else. */
export function expectUri(uri: string, parts: Parts): void {
  const { engine, host, port, user, password, database } = parts;
  expect(uri).toMatch(/^[\x21-\x7e]+$/);
  if (engine === "kafka") {
    expect(uri).toBe(`${isIPv6(host) ? `[${host}]` : host}:${port}`);
    return;
  }
  // Of a scheme of the web, such as OpenSearch's, the parser makes addresses of numbers, and leaves out its own port.
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
