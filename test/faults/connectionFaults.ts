// Faults of the connection: before the answer, or in the middle of it.
import type { ServerResponse } from "node:http";
import { calm, clusterText, everySecret, haste, hurry, lines } from "./fault";
import type { Failure, Fault, Misbehaving } from "./fault";

const unreachable = (errorCode: string): Failure => ({
  code: "network_error",
  tries: 4,
  line: (asked) => lines.unreachable(asked, errorCode),
});

const silent = { code: "timeout", tries: 4, line: (asked) => lines.silent(asked, 4) } satisfies Failure;

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
    name: "a refused connection",
    server: { endpoint: "http://127.0.0.1:1" },
    ends: unreachable("ECONNREFUSED"),
  },
  {
    name: "a name whose addresses all refuse the connection",
    server: { endpoint: "http://localhost:1" },
    ends: unreachable("ECONNREFUSED"),
  },
  {
    name: "a name that cannot be resolved",
    server: { endpoint: `https://${unresolvable}` },
    ends: unreachable("ENOTFOUND"),
  },
  { name: "a close before the headers", server: bytes("", close), ends: unreachable("ECONNRESET") },
  { name: "a reset before the headers", server: bytes("", reset), ends: unreachable("ECONNRESET") },
  {
    name: "a close in the middle of the headers",
    server: bytes(halfHeaders, close),
    ends: unreachable("ECONNRESET"),
  },
  {
    name: "a reset in the middle of the headers",
    server: bytes(halfHeaders, reset),
    ends: unreachable("ECONNRESET"),
  },
  { name: "a close after the headers", server: bytes(wholeHeaders, close), ends: unreachable("ECONNRESET") },
  { name: "a reset after the headers", server: bytes(wholeHeaders, reset), ends: unreachable("ECONNRESET") },
  {
    name: "a close in the middle of the body",
    server: bytes(halfBody, close),
    ends: unreachable("ECONNRESET"),
  },
  {
    name: "a reset in the middle of the body",
    server: bytes(halfBody, reset),
    ends: unreachable("ECONNRESET"),
  },
  {
    name: "a close in the middle of a chunk",
    server: bytes(halfChunk, close),
    ends: unreachable("ECONNRESET"),
  },
  { name: "a reset once", server: bytes("", reset), times: 1, ends: { tries: 2 } },
  {
    name: "a reset in the middle of the body three times",
    server: bytes(halfBody, reset),
    times: 3,
    ends: { tries: 4 },
  },
  { name: "no answer at all", server: nothing, limits: haste, ends: silent },
  { name: "no answer once", server: nothing, times: 1, limits: calm, ends: { tries: 2 } },
  {
    name: "no answer within the deadline of all tries",
    server: nothing,
    limits: hurry,
    ends: { ...silent, tries: 1, line: (asked) => lines.silent(asked, 1) },
  },
  {
    name: "headers that drip",
    server: drip("HTTP/1.1 200 OK\r\nx-drip: ", () => "x"),
    limits: haste,
    ends: silent,
  },
  {
    name: "a body that drips",
    server: drip(wholeHeaders, (index) => clusterText.charAt(index)),
    limits: haste,
    ends: silent,
  },
  {
    name: "headers, and no body",
    server: bytes(wholeHeaders, nothing),
    limits: haste,
    ends: silent,
  },
  {
    name: "a half body, and no more",
    server: bytes(halfBody, nothing),
    limits: haste,
    ends: silent,
  },
  {
    name: "something that is not HTTP",
    server: (request) => request.socket.end(`SSH-2.0-${everySecret(request)}\r\n`),
    ends: notHttp("HPE_INVALID_CONSTANT"),
  },
  {
    name: "headers without an end",
    server: drip("HTTP/1.1 200 OK\r\n", (index) => `x-${index}: ${"x".repeat(8000)}\r\n`),
    ends: notHttp("HPE_HEADER_OVERFLOW"),
  },
  {
    name: "1xx, again and again",
    server: drip("", () => "HTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n"),
    limits: haste,
    ends: silent,
  },
  {
    name: "1xx before a proper answer",
    server: (_request, response, properly) => {
      response.writeContinue();
      response.writeProcessing();
      response.writeEarlyHints({ link: "</x>; rel=preload" });
      properly();
    },
    ends: { tries: 1 },
  },
  {
    name: "another protocol (101)",
    server: bytes("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n", nothing),
    limits: haste,
    ends: silent,
  },
];
