// Faults in the answer: wrong content, too large, truncated.
import { gzipSync } from "node:zlib";
import { databaseCluster } from "../../testing/emulator/clusters";
import { clusterText, everySecret, lines, send } from "./fault";
import type { Failure, Fault, Misbehaving } from "./fault";

const json = { "content-type": "application/json" };

/** The failure for a 200 whose body has this error. */
function wrong(what: string | ((envelope: string) => string)): Failure {
  return {
    code: "unexpected_response",
    status: 200,
    tries: 1,
    line: (asked) =>
      lines.foreign(asked, `status 200, ${typeof what === "string" ? what : what(asked.envelope)}`),
  };
}

/** The failure for a body that was not read to its end. */
function unread(what: string): Failure {
  return { code: "unexpected_response", tries: 1, line: (asked) => lines.foreign(asked, what) };
}

const notJson = wrong("the body is not JSON");
const notObject = wrong("the body is not a JSON object");
const tooLarge = unread("the body is too large");
const body = (text: (secrets: string) => string | Buffer): Misbehaving => send(200, json, text);

const hundredMegabytes = 100 * 1024 * 1024;
const piece = Buffer.alloc(1024 * 1024, " ");

/** Sends a hundred megabytes, as fast as the client reads them. */
function large(headers: Record<string, string>): Misbehaving {
  return (_request, response) => {
    response.writeHead(200, { ...json, ...headers });
    let sent = 0;
    const fill = (): void => {
      while (!response.destroyed && sent < hundredMegabytes) {
        sent += piece.length;
        if (!response.write(piece)) {
          response.once("drain", fill);
          return;
        }
      }
      response.end();
    };
    fill();
  };
}

/** A gigabyte, compressed to a megabyte: a gzip file may consist of several members. */
const bomb = Buffer.concat(Array<Buffer>(1000).fill(gzipSync(piece)));

function redirect(status: number, when: string, location: (own: string) => string): Fault {
  return {
    when,
    server: (request, response) => {
      const own = `http://${request.headers.host ?? ""}`;
      response.writeHead(status, { location: location(own) });
      response.end(everySecret(request));
    },
    ends: {
      code: "unexpected_response",
      status,
      tries: 1,
      line: (asked) => lines.foreign(asked, `status ${status}, a redirect, which is not followed`),
    },
  };
}

/** Wrong answers, which are not retried. */
export const answerFaults: readonly Fault[] = [
  { when: "the JSON ends early", server: body(() => clusterText.slice(0, -20)), ends: notJson },
  {
    when: "the body is HTML",
    server: send(200, { "content-type": "text/html" }, (secrets) => `<html>${secrets}</html>`),
    ends: notJson,
  },
  {
    when: "the body is HTML and the content type is JSON",
    server: body((secrets) => `<html>${secrets}</html>`),
    ends: notJson,
  },
  {
    when: "the body is right and the content type is HTML",
    server: (_request, response, properly) => {
      const writeHead = response.writeHead.bind(response) as (status: number, headers: object) => unknown;
      Object.assign(response, {
        writeHead: (status: number, headers: object) =>
          writeHead(status, { ...headers, "content-type": "text/html; charset=iso-8859-1" }),
      });
      properly();
    },
    ends: { tries: 1 },
  },
  { when: "the body is empty", server: body(() => ""), ends: wrong("the body is empty") },
  { when: "the body consists of blanks", server: body(() => " \n"), ends: notJson },
  ...["text", 5, true, null, []].map((value) => ({
    when: `the body is the JSON value ${JSON.stringify(value)}`,
    server: body((secrets) => JSON.stringify(value === "text" ? secrets : value)),
    ends: notObject,
  })),
  {
    when: "the body is another JSON object",
    server: body((secrets) => JSON.stringify({ account: secrets })),
    ends: wrong((envelope) => `${envelope} is missing`),
  },
  {
    when: "the body is an error in the API's form and the status is 200",
    server: body((secrets) => JSON.stringify({ id: "not_found", message: secrets })),
    ends: wrong((envelope) => `${envelope} is missing`),
  },
  {
    when: "the body is not valid UTF-8",
    server: body(() =>
      Buffer.concat([Buffer.from('{"database":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
    ),
    ends: notJson,
  },
  { when: "the body is UTF-16", server: body((secrets) => Buffer.from(secrets, "utf16le")), ends: notJson },
  { when: "the body has 100 MB", server: large({}), ends: tooLarge, isLarge: true },
  {
    when: "the body has 100 MB according to its content-length",
    isLarge: true,
    server: large({ "content-length": String(hundredMegabytes) }),
    ends: tooLarge,
  },
  {
    when: "the body is a gzip bomb",
    isLarge: true,
    server: send(200, { ...json, "content-encoding": "gzip" }, () => bomb),
    ends: tooLarge,
  },
  {
    when: "the body is not compressed as its content-encoding says",
    server: send(200, { ...json, "content-encoding": "gzip" }, (secrets) => secrets),
    ends: unread("the body cannot be decompressed"),
  },
  {
    when: "the compressed body ends early",
    server: send(200, { ...json, "content-encoding": "gzip" }, () => gzipSync(clusterText).subarray(0, 200)),
    ends: notJson,
  },
  {
    when: "the status is 204",
    server: (_request, response) => response.writeHead(204).end(),
    ends: {
      code: "unexpected_response",
      status: 204,
      tries: 1,
      line: (asked) => lines.foreign(asked, "status 204, the body is empty"),
    },
  },
  {
    when: "the status is 202 and the body is right",
    server: send(202, json, () => JSON.stringify({ database: databaseCluster("pg") })),
    ends: {
      code: "unexpected_response",
      status: 202,
      tries: 1,
      line: (asked) => lines.foreign(asked, "status 202"),
    },
  },
  ...[301, 302, 303, 307, 308].map((status) =>
    redirect(status, `the API redirects to another path with status ${status}`, () => "/v2/elsewhere"),
  ),
  redirect(302, "the API redirects to another host", (own) => own.replace("127.0.0.1", "localhost")),
  redirect(302, "the API redirects to the same address", () => ""),
];
