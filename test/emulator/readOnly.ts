import type { IncomingMessage } from "node:http";

/**
 * What of a request this package never sends, each as a line; none of a request to the configured host that only
 * reads databases.
 *
 * @param port where the emulator listens
 */
export function violationsIn(request: IncomingMessage, port: number): string[] {
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
    "it is not for /v2/databases or below": !isForDatabases(url, port),
    "it is for another host": !["127.0.0.1", "localhost"].some((host) => headers.host === `${host}:${port}`),
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
function isForDatabases(target: string, port: number): boolean {
  const { pathname, search } = new URL(target.startsWith("/") ? target : "/", `http://127.0.0.1:${port}`);
  return target === pathname + search && /^\/v2\/databases(\/[^/]+)*$/.test(pathname);
}
