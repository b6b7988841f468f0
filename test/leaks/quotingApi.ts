// APIs that fail and quote secrets in their answers.
import type { IncomingMessage } from "node:http";
import { databaseCluster } from "../../testing/emulator/clusters";
import type { Misbehaviour } from "../../testing/emulator/emulator";

/** An API that fails and puts all secrets and the request into its answer. */
export interface QuotingApi {
  readonly name: string;
  /** The expected code of the lookup's error. */
  readonly code: string;
  readonly misbehaviour: Misbehaviour;
}

/** Failing APIs, each with the secrets and the request's headers in the body and the headers of the answer. */
export function quotingApis(secrets: readonly string[]): QuotingApi[] {
  const quoted = (request: IncomingMessage): string =>
    `${secrets.join(" ")} ${JSON.stringify(request.headers)}`;
  const send =
    (
      status: number,
      type: string,
      body: (text: string) => string,
      headers: Record<string, string> = {},
    ): Misbehaviour =>
    (request, response) => {
      const echo = encodeURIComponent(quoted(request)).slice(0, 4000);
      const named = { "x-request-id": request.headers.authorization ?? "", "x-echo": echo };
      response.writeHead(status, { "content-type": type, ...named, ...headers });
      response.end(body(quoted(request)));
    };
  const apiError = (status: number, headers?: Record<string, string>): Misbehaviour =>
    send(
      status,
      "application/json",
      (text) => JSON.stringify({ id: text, message: text, request_id: text }),
      headers,
    );
  const cluster = (text: string): string =>
    JSON.stringify({
      database: { ...databaseCluster("pg"), connection: { uri: [text], password: { text } } },
    });
  const html = (text: string): string => `<html>${text}</html>`;
  return [
    { name: "unauthorized", code: "unauthorized", misbehaviour: apiError(401) },
    { name: "forbidden", code: "forbidden", misbehaviour: apiError(403) },
    { name: "notFound", code: "not_found", misbehaviour: apiError(404) },
    { name: "unprocessable", code: "bad_request", misbehaviour: apiError(422) },
    { name: "quota", code: "too_many_requests", misbehaviour: apiError(429, { "retry-after": "3600" }) },
    { name: "serverError", code: "server_error", misbehaviour: apiError(500) },
    { name: "gateway", code: "server_error", misbehaviour: send(502, "text/html", html) },
    { name: "html", code: "unexpected_response", misbehaviour: send(200, "text/html", html) },
    {
      name: "truncated",
      code: "unexpected_response",
      misbehaviour: send(200, "application/json", (text) => cluster(text).slice(0, -3)),
    },
    { name: "malformed", code: "unexpected_response", misbehaviour: send(200, "application/json", cluster) },
    {
      name: "redirect",
      code: "unexpected_response",
      misbehaviour: send(302, "text/html", html, { location: `/?${encodeURIComponent(secrets.join())}` }),
    },
    {
      name: "noHttp",
      code: "unexpected_response",
      misbehaviour: (request) => request.socket.end(`SSH-2.0-${quoted(request)}\r\n`),
    },
    { name: "silent", code: "timeout", misbehaviour: () => undefined },
  ];
}
