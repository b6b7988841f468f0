// Faults of the connection: before the answer, or in the middle of it.
import type { ServerResponse } from "node:http";
import { clusterText, everySecret, lines } from "./fault";
import type { Failure, Fault, Misbehaving } from "./fault";

const unreachable = (errorCode: string): Failure => ({
  code: "network_error",
  tries: 4,
  line: (asked) => lines.unreachable(asked, errorCode),
});

const silent = { code: "timeout", tries: 4, line: (asked) => lines.silent(asked, "hasty") } satisfies Failure;

const notHttp = (errorCode: string): Failure => ({
  code: "unexpected_response",
  tries: 1,
  line: (asked) => lines.foreign(asked, `the answer is not valid HTTP (${errorCode})`),
});

/** Answers with these bytes, and then calls `end`. */
function bytes(text: string, end: (response: ServerResponse) => void): Misbehaving {
  return (_request, response) => {
    response.socket?.write(text, () => {
      end(response);
    });
  };
}

const close = (response: ServerResponse): void => void response.socket?.end();
const reset = (response: ServerResponse): void => void response.socket?.resetAndDestroy();
const nothing = (): void => undefined;

const wholeHeaders = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${clusterText.length}\r\n\r\n`;
const halfHeaders = wholeHeaders.slice(0, 40);
const halfBody = wholeHeaders + clusterText.slice(0, clusterText.length / 2);
const halfChunk = `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1000\r\n${clusterText.slice(0, 80)}`;

/** Sends a beginning, and then one piece after the other without an end. */
function drip(beginning: string, piece: (index: number) => string): Misbehaving {
  return (_request, response) => {
    const { socket } = response;
    socket?.write(beginning);
    let sent = 0;
    const dripping = setInterval(() => socket?.write(piece(sent++)), 10);
    response.on("close", () => {
      clearInterval(dripping);
    });
  };
}

/** A label of a host name has at most 63 characters, so resolvers reject this one without a query. */
const unresolvable = `${"x".repeat(64)}.invalid`;

export const connectionFaults: readonly Fault[] = [
  {
    when: "the connection is refused",
    server: { endpoint: "http://127.0.0.1:1" },
    ends: unreachable("ECONNREFUSED"),
  },
  {
    when: "all addresses of the host refuse the connection",
    server: { endpoint: "http://localhost:1" },
    ends: unreachable("ECONNREFUSED"),
  },
  {
    when: "the host cannot be resolved",
    server: { endpoint: `https://${unresolvable}` },
    ends: unreachable("ENOTFOUND"),
  },
  {
    when: "the server closes the connection before the headers",
    server: bytes("", close),
    ends: unreachable("ECONNRESET"),
  },
  {
    when: "the server resets the connection before the headers",
    server: bytes("", reset),
    ends: unreachable("ECONNRESET"),
  },
  {
    when: "the server closes the connection in the middle of the headers",
    server: bytes(halfHeaders, close),
    ends: unreachable("ECONNRESET"),
  },
  {
    when: "the server resets the connection in the middle of the headers",
    server: bytes(halfHeaders, reset),
    ends: unreachable("ECONNRESET"),
  },
  {
    when: "the server closes the connection after the headers",
    server: bytes(wholeHeaders, close),
    ends: unreachable("ECONNRESET"),
  },
  {
    when: "the server resets the connection after the headers",
    server: bytes(wholeHeaders, reset),
    ends: unreachable("ECONNRESET"),
  },
  {
    when: "the server closes the connection in the middle of the body",
    server: bytes(halfBody, close),
    ends: unreachable("ECONNRESET"),
  },
  {
    when: "the server resets the connection in the middle of the body",
    server: bytes(halfBody, reset),
    ends: unreachable("ECONNRESET"),
  },
  {
    when: "the server closes the connection in the middle of a chunk",
    server: bytes(halfChunk, close),
    ends: unreachable("ECONNRESET"),
  },
  { when: "the server resets the connection once", server: bytes("", reset), times: 1, ends: { tries: 2 } },
  {
    when: "the server resets the connection in the middle of the body three times",
    server: bytes(halfBody, reset),
    times: 3,
    ends: { tries: 4 },
  },
  { when: "the server never answers", server: nothing, pace: "hasty", ends: silent },
  { when: "the server does not answer once", server: nothing, times: 1, pace: "calm", ends: { tries: 2 } },
  {
    when: "the server does not answer within the deadline of all tries",
    server: nothing,
    pace: "hurried",
    ends: { ...silent, tries: 1, line: (asked) => lines.silent(asked, "hurried", 1) },
  },
  {
    when: "the headers drip without an end",
    server: drip("HTTP/1.1 200 OK\r\nx-drip: ", () => "x"),
    pace: "hasty",
    ends: silent,
  },
  {
    when: "the body drips without an end",
    server: drip(wholeHeaders, (index) => clusterText.charAt(index)),
    pace: "hasty",
    ends: silent,
  },
  {
    when: "the server sends headers and no body",
    server: bytes(wholeHeaders, nothing),
    pace: "hasty",
    ends: silent,
  },
  {
    when: "the server stops in the middle of the body",
    server: bytes(halfBody, nothing),
    pace: "hasty",
    ends: silent,
  },
  {
    when: "the answer is not HTTP",
    server: (request) => request.socket.end(`SSH-2.0-${everySecret(request)}\r\n`),
    ends: notHttp("HPE_INVALID_CONSTANT"),
  },
  {
    when: "the headers never end",
    server: drip("HTTP/1.1 200 OK\r\n", (index) => `x-${index}: ${"x".repeat(8000)}\r\n`),
    ends: notHttp("HPE_HEADER_OVERFLOW"),
  },
  {
    when: "the server sends 103 Early Hints again and again",
    server: drip("", () => "HTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n"),
    pace: "hasty",
    ends: silent,
  },
  {
    when: "the server sends three 1xx answers before the right one",
    server: (_request, response, properly) => {
      response.writeContinue();
      response.writeProcessing();
      response.writeEarlyHints({ link: "</x>; rel=preload" });
      properly();
    },
    ends: { tries: 1 },
  },
  {
    when: "the server switches to another protocol (101)",
    server: bytes("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n", nothing),
    pace: "hasty",
    ends: silent,
  },
];
