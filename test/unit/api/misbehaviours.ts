import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { DigitalOceanApiErrorCode } from "../../../src/api/errors";
import type { ApiLimits } from "../../../src/api/settings";
import { databaseCluster, plantedPassword } from "../../emulator/clusters";
import type { Misbehaviour } from "../../emulator/emulator";

/** A way for an API to go wrong for ever, and what a lookup with `quickLimits` says to it. */
export interface Wrong {
  readonly name: string;
  readonly misbehaviour: Misbehaviour;
  readonly code: DigitalOceanApiErrorCode;
  readonly status?: number;
  /** Requests until the lookup gives up. */
  readonly attempts: number;
  /** Where `quickLimits` would be too quick. */
  readonly limits?: Partial<ApiLimits>;
  readonly says: RegExp;
}

/** Passwords that stand in what these misbehaviours send, as the token does. */
export const plantedPasswords = [plantedPassword("pg"), "AVNS_plantedErrorBody"];

const clusterText = JSON.stringify({ database: databaseCluster("pg") });

/** A text with everything in it that must not come back out. */
function everySecret(request: IncomingMessage): string {
  return `${request.headers.authorization ?? ""} ${plantedPasswords.join(" ")} ${clusterText}`;
}

function send(status: number, type: string, body: (secrets: string) => string | Buffer): Misbehaviour {
  return (request, response) => {
    response.writeHead(status, { "content-type": type, "x-planted": plantedPasswords[1] });
    response.end(body(everySecret(request)));
  };
}

/** An error in the API's form whose message quotes what it was sent, as some gateways do. */
function apiError(status: number, id: string): Misbehaviour {
  return send(status, "application/json", (secrets) => JSON.stringify({ id, message: secrets }));
}

function json(body: (secrets: string) => unknown): Misbehaviour {
  return send(200, "application/json", (secrets) => JSON.stringify(body(secrets)));
}

function drip(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  let sent = 0;
  const dripping = setInterval(() => response.write(clusterText.charAt(sent++)), 10);
  response.on("close", () => {
    clearInterval(dripping);
  });
}

/** Half an answer, then `end` of the connection. */
function half(end: (response: ServerResponse) => void): Misbehaviour {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": clusterText.length });
    response.write(clusterText.slice(0, clusterText.length / 2), () => {
      end(response);
    });
  };
}

function gzipped(body: Buffer): Misbehaviour {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    response.end(body);
  };
}

const invalid = { code: "unexpected_response", status: 200, attempts: 1 } as const;
const tooLarge = {
  code: "unexpected_response",
  attempts: 1,
  says: /the body is too large/,
  limits: { requestTimeoutSeconds: 8, deadlineSeconds: 8 },
} as const;
const refused = { code: "bad_request", attempts: 1, says: /refuses the request/ } as const;
const megabytes = (count: number): Buffer => Buffer.alloc(count * 1024 * 1024, " ");

export const wrongs: readonly Wrong[] = [
  {
    name: "a body that is not what its content-encoding says",
    misbehaviour: gzipped(Buffer.from("not gzip")),
    code: "unexpected_response",
    attempts: 1,
    says: /the body cannot be decompressed/,
  },
  {
    name: "no answer at all",
    misbehaviour: () => undefined,
    code: "timeout",
    attempts: 3,
    says: /no answer/,
  },
  { name: "a body that drips", misbehaviour: drip, code: "timeout", attempts: 3, says: /within [01]\.\d s/ },
  {
    name: "a connection closed at once",
    misbehaviour: (request) => request.socket.destroy(),
    code: "network_error",
    attempts: 3,
    says: /cannot reach 127\.0\.0\.1:\d+ \(ECONNRESET\) in 3 tries/,
  },
  {
    name: "a connection closed in the middle of the body",
    misbehaviour: half((response) => response.socket?.end()),
    code: "network_error",
    attempts: 3,
    says: /ECONNRESET/,
  },
  {
    name: "a connection reset in the middle of the body",
    misbehaviour: half((response) => response.socket?.resetAndDestroy()),
    code: "network_error",
    attempts: 3,
    says: /ECONNRESET/,
  },
  {
    name: "something that is not HTTP",
    misbehaviour: (request) => request.socket.end(`SSH-2.0-${everySecret(request)}\r\n`),
    code: "unexpected_response",
    attempts: 1,
    says: /does not answer like the DigitalOcean API: the answer is not valid HTTP \(HPE_INVALID_CONSTANT\)/,
  },
  {
    name: "JSON that ends early",
    misbehaviour: send(200, "application/json", () => clusterText.slice(0, -20)),
    ...invalid,
    says: /the body is not JSON/,
  },
  {
    name: "HTML",
    misbehaviour: send(200, "text/html", (secrets) => `<html>${secrets}</html>`),
    ...invalid,
    says: /the body is not JSON/,
  },
  { name: "an empty body", misbehaviour: send(200, "", () => ""), ...invalid, says: /the body is empty/ },
  { name: "a JSON string", misbehaviour: json((secrets) => secrets), ...invalid, says: /not a JSON object/ },
  { name: "a JSON array", misbehaviour: json((secrets) => [secrets]), ...invalid, says: /not a JSON object/ },
  { name: "null", misbehaviour: json(() => null), ...invalid, says: /not a JSON object/ },
  {
    name: "invalid UTF-8",
    misbehaviour: send(200, "application/json", () =>
      Buffer.concat([Buffer.from('{"database":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
    ),
    ...invalid,
    says: /the body is not JSON/,
  },
  {
    name: "another object",
    misbehaviour: json((secrets) => ({ account: secrets })),
    ...invalid,
    says: /database is missing/,
  },
  {
    name: "a cluster with a malformed password",
    misbehaviour: json((secrets) => ({
      database: databaseCluster("pg", { connection: { password: [secrets] } }),
    })),
    ...invalid,
    says: /database\.connection\.password is not a string/,
  },
  { name: "a body over the limit", misbehaviour: send(200, "", () => megabytes(17)), ...tooLarge },
  {
    name: "a body that unpacks to over the limit",
    misbehaviour: gzipped(gzipSync(megabytes(64))),
    ...tooLarge,
  },
  {
    name: "204",
    misbehaviour: (_request, response) => response.writeHead(204).end(),
    code: "unexpected_response",
    status: 204,
    attempts: 1,
    says: /status 204, the body is empty/,
  },
  { name: "400", misbehaviour: apiError(400, "bad_request"), ...refused, status: 400 },
  { name: "422", misbehaviour: apiError(422, "unprocessable_entity"), ...refused, status: 422 },
  {
    name: "401",
    misbehaviour: apiError(401, "unauthorized"),
    code: "unauthorized",
    status: 401,
    attempts: 1,
    says: /It came from the argument token; set a valid one there\./,
  },
  {
    name: "403",
    misbehaviour: apiError(403, "forbidden"),
    code: "forbidden",
    status: 403,
    attempts: 1,
    says: /database:view_credentials/,
  },
  {
    name: "403 of a firewall, in HTML",
    misbehaviour: send(403, "text/html", (secrets) => `<h1>Blocked</h1>${secrets}`),
    code: "forbidden",
    status: 403,
    attempts: 1,
    says: /\(403\)/,
  },
  {
    name: "404",
    misbehaviour: apiError(404, "not_found"),
    code: "not_found",
    status: 404,
    attempts: 1,
    says: /doctl databases list/,
  },
  {
    name: "500 for ever",
    misbehaviour: apiError(500, "server_error"),
    code: "server_error",
    status: 500,
    attempts: 3,
    says: /\(500 server_error\) in 3 tries/,
  },
  {
    name: "502 of a gateway, in HTML",
    misbehaviour: send(502, "text/html", (secrets) => `<h1>Bad gateway</h1>${secrets}`),
    code: "server_error",
    status: 502,
    attempts: 3,
    says: /\(502\) in 3 tries/,
  },
];
