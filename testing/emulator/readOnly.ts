import type { IncomingMessage } from "node:http";

/**
 * What of a request this package never sends, each as a line; none of a request to the configured host that only
 * reads databases.
 *
 * @param hosts the names, with ports, under which the emulator is configured
 */
export function violationsIn(request: IncomingMessage, hosts: readonly string[]): string[] {
  const { method = "", url = "", headers, rawHeaders } = request;
  const fields = rawHeaders.flatMap((text, index) =>
    index % 2 === 0 ? [[text, rawHeaders[index + 1]]] : [],
  );
  const named = (name: string): (string | undefined)[] =>
    fields.filter(([field]) => field?.toLowerCase() === name).map(([, value]) => value);
  const [authorization, ...others] = named("authorization");
  const token = authorization?.replace(/^Bearer /, "");
  const elsewhere = [url, ...fields.filter(([field]) => field?.toLowerCase() !== "authorization").flat()];

  const broken: Record<string, boolean> = {
    "it is no GET": method !== "GET",
    "it is not for /v2/databases or below": !isForDatabases(url),
    "it is for another host": !hosts.includes(headers.host ?? ""),
    "it has not exactly one bearer token": others.length > 0 || !/^Bearer \S+$/.test(authorization ?? ""),
    "its token is elsewhere, too":
      token !== undefined && elsewhere.some((text) => text?.includes(token) === true),
    "it has a body": Number(headers["content-length"] ?? 0) > 0 || "transfer-encoding" in headers,
  };
  return Object.keys(broken)
    .filter((rule) => broken[rule] === true)
    .map((rule) => `${method} ${url}: ${rule}`);
}

/** Whether it is a path, as it stands and not only after some `..`; a proxy is asked with a whole URL. */
function isForDatabases(target: string): boolean {
  const here = "http://127.0.0.1";
  if (!target.startsWith("/") || !URL.canParse(target, here)) {
    return false;
  }
  const { pathname, search } = new URL(target, here);
  return target === pathname + search && /^\/v2\/databases(\/[^/]+)*$/.test(pathname);
}
