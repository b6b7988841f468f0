import { connectionUri } from "../../../src/connection/uri";
import type { UriParts } from "../../../src/connection/uri";
import { checkedFacts, factsInUri, lacksPassword, withheldFacts } from "../../../src/connection/connection";
import { uriParts } from "./ordinaryUriParts";

const parts = { host: "h.example.com", port: 1, user: "u", password: "p", database: "d", ssl: true };
const built = (engine: string, facts: UriParts["facts"], changes: Partial<UriParts> = {}): string =>
  connectionUri({ ...parts, engine, facts, ...changes });

const mongodb =
  "mongodb+srv://u:@h.example.com/admin?tls=true&authSource=admin&replicaSet=rs-1&retryWrites=true";

describe("connectionUri with the options of the API's own URI", () => {
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
  ])("for %s builds from %s the URI %s", (engine, uri, expected) => {
    expect(built(engine, factsInUri(uri))).toBe(expected);
    expect(built(engine, withheldFacts(uri, engine))).toBe(expected);
  });

  it("does not verify the server if there is no TLS", () => {
    const apiUri = "postgres://:@h/d?sslmode=verify-full";
    expect(built("pg", factsInUri(apiUri), { ssl: false })).toMatch(/sslmode=disable$/);
  });
});

describe("An option of the API's own URI that leads a driver elsewhere or is malformed", () => {
  it.each([
    ...[
      "proxyHost=evil.example.net",
      "tlsInsecure=true",
      "tls=false",
      "host=evil.example.net",
      "__proto__=x",
    ],
    ...["replicaSet=a b", "replicaSet=a%2", "replicaSet=", "replicaSet", `replicaSet=${"x".repeat(256)}`],
  ])("is left out: %s", (option) => {
    expect(factsInUri(`mongodb://u:p@h/d?${option}#x`)).toEqual({ scheme: "mongodb", options: {} });
  });

  it.each<[unknown]>([
    ["x"],
    [5],
    [[]],
    [{}],
    [{ scheme: 5, options: {} }],
    [{ scheme: "mongodb+srv", options: { replicaSet: "a&tls=false", authSource: 5, proxyHost: "evil" } }],
  ])("is left out if another stack exported it as %j", (withheldUri) => {
    expect(built("mongodb", checkedFacts(withheldUri))).toBe(
      "mongodb+srv://u:p@h.example.com/d?tls=true&authSource=admin",
    );
  });

  it("takes less than a minute to read in a URI of megabytes", () => {
    const started = performance.now();
    factsInUri(`mongodb://u:p@h/d?${"a=b&".repeat(2_000_000)}`);
    lacksPassword(`mongodb://${"u".repeat(8_000_000)}`);
    expect(performance.now() - started).toBeLessThan(60_000);
  }, 120_000);
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
])("lacksPassword of %s is %s", (uri, lacks) => {
  expect(lacksPassword(uri)).toBe(lacks);
});

it.each([
  ["pg", "postgresql://u:@h/d?sslmode=require"],
  ["redis", "rediss://default:@h:1"],
  ["mysql", "mysql://u:@h/d?ssl-mode=REQUIRED"],
  ["kafka", "h:25073"],
])("withheldFacts for %s and %s is undefined, because the other members say the same", (engine, uri) => {
  expect(withheldFacts(uri, engine)).toBeUndefined();
});

const caFile = "/etc/ssl/database ca+1.pem";
const encoded = "%2Fetc%2Fssl%2Fdatabase%20ca%2B1.pem";
const login = "doadmin:AVNS_secret@db-do-user-1-0.b.db.ondigitalocean.com";

describe("connectionUri with a CA file", () => {
  it.each<[string, string]>([
    ["pg", `postgresql://${login}:25060/defaultdb?sslmode=verify-full&sslrootcert=${encoded}`],
    ["advanced_pg", `postgresql://${login}:25060/defaultdb?sslmode=verify-full&sslrootcert=${encoded}`],
    ["mysql", `mysql://${login}:25060/defaultdb?ssl-mode=VERIFY_IDENTITY&ssl-ca=${encoded}`],
    ["advanced_mysql", `mysql://${login}:25060/defaultdb?ssl-mode=VERIFY_IDENTITY&ssl-ca=${encoded}`],
    ["mongodb", `mongodb+srv://${login}/defaultdb?tls=true&tlsCAFile=${encoded}&authSource=admin`],
  ])("names the file in the URI of %s", (engine, expected) => {
    expect(connectionUri(uriParts({ engine, caFile }))).toBe(expected);
  });

  it.each(["redis", "valkey", "kafka", "opensearch"])(
    "does not change the URI of %s, for which drivers have no common option",
    (engine) => {
      const parts = uriParts({ engine, database: undefined });
      expect(connectionUri({ ...parts, caFile })).toBe(connectionUri(parts));
    },
  );

  it.each(["duckdb", "", "toString"])(
    "refuses the unknown engine %j, because nothing would verify the server",
    (engine) => {
      const parts = uriParts({ engine, apiUri: "duck://u:p@h" });
      expect(connectionUri(parts)).toBe("duck://u:p@h");
      expect(() => connectionUri({ ...parts, caFile })).toThrow(
        expect.objectContaining({
          code: "invalid_argument",
          message: expect.stringContaining("caFile cannot be used") as string,
        }) as Error,
      );
    },
  );

  it.each(["pg", "mysql", "redis", "valkey", "mongodb", "kafka", "opensearch"])(
    "refuses a connection of %s without TLS",
    (engine) => {
      const parts = uriParts({ engine, ssl: false });
      expect(() => connectionUri({ ...parts, caFile })).toThrow(
        expect.objectContaining({
          code: "invalid_argument",
          message:
            "connectionFor: caFile cannot be used: this connection has no TLS (`ssl` is false), so the server shows no " +
            "certificate. Leave it out. [invalid_argument]",
        }) as Error,
      );
    },
  );
});
