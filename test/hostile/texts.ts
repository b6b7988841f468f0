// Hostile texts: with a meaning for Pulumi, JavaScript or URIs.
import * as fc from "fast-check";
import { anyText } from "../unit/connection/uriParts";

/** Texts that have a meaning in Pulumi's protocol. */
const ofPulumi = [
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  "4dabf18193072939515e22adb298388d",
  "1b47061264138c4ac30d75fd1eb44270",
  "x 4dabf18193072939515e22adb298388d y",
];

/** Names with a meaning in JavaScript, and names that the API does not have. */
const words = [
  ...["undefined", "null", "NaN", "Infinity", "[object Object]", "true", "0", "-1", "25060", "0x10", "1e9"],
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "then"],
  ...["creating", "forking", "resizing", "online", "Online", "duckdb", "pg", "kafka", "mongodb", "mysql"],
];

/** Hosts with characters that would end the host in a URI. */
export const brokenHosts = [
  ...[
    "good.example.net@evil.example.net",
    "good.example.net/evil",
    "good.example.net:1",
    "a..b",
    ".",
    "..",
    "-",
  ],
  ...["good.example.net?sslmode=disable", "good.example.net#evil", "good.example.net,evil.example.net"],
  ...["good.example.net\r\nHost: evil.example.net", "good.example.net\n", "good.example.net\\evil", "a b"],
  ...["[2001:db8::7]", "2001:db8::7", "::ffff:203.0.113.7", "fe80::1%eth0", "203.0.113.7", "0x7f.1", "%2f"],
  ...["good%2eexample.net", "gööd.example.net", "good。example.net", "good\u200b.example.net"],
];

const uris = [
  ...[
    "postgresql://u:p@h/../../etc",
    "postgresql://u@h/db%zz",
    "postgresql://u:@h/%2e%2e?x#y",
    "http://",
    "//",
  ],
  ...["mongodb://u:p@h/admin?replicaSet=a b", "mongodb+srv://u:p@h/?replicaSet=db", "javascript:alert(1)"],
];

const invisible = [
  "\u202eenilno",
  "\u200f",
  "two\u2028lines\u0085",
  "\u009b31m",
  "\u001b[2J",
  "\ufeff",
  "\0",
];

const halves = ["\ud800", "\udc00", "AVNS_\ud83d", "\ude00\ud83d"];

/** Any hostile text. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  anyText,
  fc.constantFrom(...ofPulumi, ...words, ...brokenHosts, ...uris, ...invisible, ...halves),
  fc.tuple(anyText, fc.constantFrom(...halves, ...invisible)).map(([text, end]) => text + end),
);
