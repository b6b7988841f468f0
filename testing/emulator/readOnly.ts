// The check that a request only reads databases from the configured host.
import type { IncomingMessage } from "node:http";

/**
 * The reasons why this package must never send the request, each as a line; none for an allowed request.
 *
 * @param hosts the allowed values of the `Host` header
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
    "it is not a GET": method !== "GET",
    "its path is not /v2/databases or below": !isForDatabases(url),
    "it is for another host": !hosts.includes(headers.host ?? ""),
    "it does not have exactly one bearer token":
      others.length > 0 || !/^Bearer \S+$/.test(authorization ?? ""),
    "it has the token in another place too":
      token !== undefined && elsewhere.some((text) => text?.includes(token) === true),
    "it has a body": Number(headers["content-length"] ?? 0) > 0 || "transfer-encoding" in headers,
  };
  return Object.keys(broken)
    .filter((rule) => broken[rule] === true)
    .map((rule) => `${method} ${url}: ${rule}`);
}

/** Whether the target is a path below /v2/databases without any `..`. A request to a proxy has a full URL instead. */
function isForDatabases(target: string): boolean {
  const here = "http://127.0.0.1";
  if (!target.startsWith("/") || !URL.canParse(target, here)) {
    return false;
  }
  const { pathname, search } = new URL(target, here);
  return target === pathname + search && /^\/v2\/databases(\/[^/]+)*$/.test(pathname);
}
