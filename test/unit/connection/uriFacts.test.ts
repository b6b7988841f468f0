import { connectionUri } from "../../../src/connection/uri";
import type { UriParts } from "../../../src/connection/uri";
import { checkedFacts, factsInUri, lacksPassword, withheldFacts } from "../../../src/connection/connection";

const parts = { host: "h.example.com", port: 1, user: "u", password: "p", database: "d", ssl: true };
const built = (engine: string, facts: UriParts["facts"], changes: Partial<UriParts> = {}): string =>
  connectionUri({ ...parts, engine, facts, ...changes });

const mongodb =
  "mongodb+srv://u:@h.example.com/admin?tls=true&authSource=admin&replicaSet=rs-1&retryWrites=true";

describe("what the API's own URI says is in the one that is built, with or without the password", () => {
  it.each<[string, string, string]>([
    [
      "mongodb",
      mongodb,
      "mongodb+srv://u:p@h.example.com/d?tls=true&authSource=admin&replicaSet=rs-1&retryWrites=true",
    ],
    [
      "mongodb",
      "mongodb://u:@h.example.com:1/admin?replicaSet=rs&authSource=%24external",
      "mongodb://u:p@h.example.com:1/d?tls=true&authSource=%24external&replicaSet=rs",
    ],
    ["pg", "postgres://:@h/d?sslmode=verify-full", "postgresql://u:p@h.example.com:1/d?sslmode=verify-full"],
    ["pg", "postgres://:@h/d?sslmode=disable", "postgresql://u:p@h.example.com:1/d?sslmode=require"],
    ["mysql", "mysql://h/d?ssl-mode=VERIFY_CA", "mysql://u:p@h.example.com:1/d?ssl-mode=VERIFY_CA"],
  ])("%s: %s", (engine, uri, expected) => {
    expect(built(engine, factsInUri(uri))).toBe(expected);
    expect(built(engine, withheldFacts(uri, engine))).toBe(expected);
  });

  it("but TLS that is not used verifies nothing", () => {
    const apiUri = "postgres://:@h/d?sslmode=verify-full";
    expect(built("pg", factsInUri(apiUri), { ssl: false })).toMatch(/sslmode=disable$/);
  });
});

describe("options that lead a driver elsewhere, or break out of their place, are left out", () => {
  it.each([
    ...[
      "proxyHost=evil.example.net",
      "tlsInsecure=true",
      "tls=false",
      "host=evil.example.net",
      "__proto__=x",
    ],
    ...["replicaSet=a b", "replicaSet=a%2", "replicaSet=", "replicaSet", `replicaSet=${"x".repeat(256)}`],
  ])("%s", (option) => {
    expect(factsInUri(`mongodb://u:p@h/d?${option}#x`)).toEqual({ scheme: "mongodb", options: {} });
  });

  it.each<[unknown]>([
    ["x"],
    [5],
    [[]],
    [{}],
    [{ scheme: 5, options: {} }],
    [{ scheme: "mongodb+srv", options: { replicaSet: "a&tls=false", authSource: 5, proxyHost: "evil" } }],
  ])("also in what another stack exported: %j", (withheldUri) => {
    expect(built("mongodb", checkedFacts(withheldUri))).toBe(
      "mongodb+srv://u:p@h.example.com/d?tls=true&authSource=admin",
    );
  });

  it("a URI of megabytes is read at once", () => {
    const started = performance.now();
    factsInUri(`mongodb://u:p@h/d?${"a=b&".repeat(2_000_000)}`);
    lacksPassword(`mongodb://${"u".repeat(8_000_000)}`);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

it.each([
  ["postgresql://u:@h/d", true],
  ["postgresql://u@h/d", true],
  ["postgresql://:@h/d", true],
  ["rediss://default:@h:1", true],
  ["postgresql://u:p@h/d", false],
  ["postgresql://h/d", false],
  ["postgresql://h/d@e", false],
  ["h:25073", false],
])("%s lacks its password: %s", (uri, lacks) => {
  expect(lacksPassword(uri)).toBe(lacks);
});

it.each([
  ["pg", "postgresql://u:@h/d?sslmode=require"],
  ["redis", "rediss://default:@h:1"],
  ["mysql", "mysql://u:@h/d?ssl-mode=REQUIRED"],
  ["kafka", "h:25073"],
])("%s: what follows from the other members is not said again", (engine, uri) => {
  expect(withheldFacts(uri, engine)).toBeUndefined();
});
