import * as fc from "fast-check";
import { connectionUri, databaseInUri } from "../../../src/connection/uri";
import { engines } from "../../../testing/emulator/clusters";
import { thrownBy } from "../rejection";
import { uriParts } from "./ordinaryUriParts";
import { anyHost, anyName, anyText } from "./uriParts";

const host = "db.example.com";
const odd = { host, user: "do@admin", password: "AVNS_%/:?#[]@ é", database: "default db@é" };
const login = "do%40admin:AVNS_%25%2F%3A%3F%23%5B%5D%40%20%C3%A9";
const path = "/default%20db@%C3%A9";

describe("connectionUri", () => {
  it.each([
    ["pg", `postgresql://${login}@${host}:25060${path}?sslmode=require`],
    ["advanced_pg", `postgresql://${login}@${host}:25060${path}?sslmode=require`],
    ["mysql", `mysql://${login}@${host}:25060${path}?ssl-mode=REQUIRED`],
    ["advanced_mysql", `mysql://${login}@${host}:25060${path}?ssl-mode=REQUIRED`],
    ["redis", `rediss://${login}@${host}:25060${path}`],
    ["valkey", `rediss://${login}@${host}:25060${path}`],
    ["mongodb", `mongodb+srv://${login}@${host}${path}?tls=true&authSource=admin`],
    ["kafka", `${host}:25060`],
    ["opensearch", `https://${login}@${host}:25060`],
  ])("for %s encodes every part: %s", (engine, uri) => {
    expect(connectionUri(uriParts({ engine, ...odd }))).toBe(uri);
  });

  it.each([
    ["pg", `postgresql://doadmin:AVNS_secret@${host}:25060?sslmode=disable`],
    ["advanced_pg", `postgresql://doadmin:AVNS_secret@${host}:25060?sslmode=disable`],
    ["mysql", `mysql://doadmin:AVNS_secret@${host}:25060?ssl-mode=DISABLED`],
    ["advanced_mysql", `mysql://doadmin:AVNS_secret@${host}:25060?ssl-mode=DISABLED`],
    ["redis", `redis://doadmin:AVNS_secret@${host}:25060`],
    ["valkey", `redis://doadmin:AVNS_secret@${host}:25060`],
    ["mongodb", `mongodb+srv://doadmin:AVNS_secret@${host}/?tls=false&authSource=admin`],
    ["kafka", `${host}:25060`],
    ["opensearch", `http://doadmin:AVNS_secret@${host}:25060`],
  ])("for %s without TLS and without a database is %s", (engine, uri) => {
    expect(connectionUri(uriParts({ engine, host, database: undefined, ssl: false }))).toBe(uri);
  });

  it.each(engines)("for %s never has undefined, null or NaN in place of a missing database", (engine) => {
    const parts = fc.record({ host: anyHost, port: fc.integer({ min: 1, max: 65535 }), ssl: fc.boolean() });
    fc.assert(
      fc.property(parts, (drawn) => {
        const uri = connectionUri(uriParts({ engine, ...drawn, database: undefined }));
        expect(uri).not.toMatch(/undefined|null|NaN/);
      }),
      { seed: 25060 },
    );
  });
});

it.each(["user", "password", "database"])(
  "connectionUri accepts 4,096 characters as the %s, and no more",
  (member) => {
    const text = "a".repeat(4096);
    expect(connectionUri(uriParts({ [member]: text }))).toContain(text);
    const error = thrownBy(() => connectionUri(uriParts({ [member]: `${text}a` })));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain("longer than 4096 characters, so no URI can be built");
  },
);

describe("connectionUri with text that is not valid Unicode", () => {
  const halves = ["\ud83d", "\ude00", "a\ud83d", "\ude00\ud83d", "AVNS_\udfffsecret"];
  const members = ["user", "password", "database"] as const;
  const cases = members.flatMap((member) => halves.map((text) => [member, text] as const));

  it.each(cases)("as %s fails with invalid_argument and does not show it: %j", (member, text) => {
    for (const engine of ["pg", "mysql", "valkey", "mongodb", "opensearch"]) {
      const error = thrownBy(() => connectionUri(uriParts({ engine, [member]: text })));
      expect(error.code).toBe("invalid_argument");
      expect(error.message).toBe(
        "connectionFor: user, password or database is not valid Unicode text, so no URI can be built. [invalid_argument]",
      );
    }
  });

  it("does not fail if surrogates are in pairs", () => {
    expect(connectionUri(uriParts({ host, password: "😀" }))).toContain("%F0%9F%98%80@");
  });

  it("fails, and encodes all other random passwords", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(anyText, fc.constantFrom(...halves)) }), (password) => {
        const make = (): string => connectionUri(uriParts({ password }));
        const refused = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(
          password,
        );
        if (refused) {
          expect(thrownBy(make).code).toBe("invalid_argument");
        } else {
          expect(decodeURIComponent(new URL(make()).password)).toBe(password);
        }
      }),
      { seed: 25060 },
    );
  });
});

describe("connectionUri for an unknown engine", () => {
  const apiUri = "duck+tls://doadmin:AVNS_a@b/c?d=%zz&e=é #f";
  const parts = uriParts({ engine: "duckdb", apiUri });

  it("is the API's own URI", () => {
    expect(connectionUri(parts)).toBe(apiUri);
    expect(connectionUri({ ...parts, database: undefined, ssl: false })).toBe(apiUri);
  });

  it("fails with invalid_argument and names the engine if the API gives no URI", () => {
    const error = thrownBy(() => connectionUri({ ...parts, apiUri: undefined }));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain("does not know the URIs of the engine duckdb.");
    expect(error.message).not.toMatch(/AVNS_|doadmin|example|\n/);
  });

  it.each([
    ["has a line break", "two\nlines"],
    ["is long", "x".repeat(10_000)],
  ])("fails with one short line if its name %s", (_, engine) => {
    const { message } = thrownBy(() => connectionUri({ ...parts, engine, apiUri: undefined }));
    expect(message).not.toMatch(/[\r\n]/);
    expect(message.length).toBeLessThan(600);
  });

  it("differs from that for a known engine, which never is the API's own URI", () => {
    for (const engine of engines) {
      expect(connectionUri(uriParts({ engine, apiUri }))).not.toContain("duck+tls");
    }
  });
});

describe("connectionUri for MongoDB, if DigitalOcean's own URI", () => {
  const mongodb = (apiUri: string | undefined, changes = {}): string =>
    connectionUri(uriParts({ engine: "mongodb", host, port: 27017, database: "admin", apiUri, ...changes }));
  const srv = `mongodb+srv://doadmin:AVNS_secret@${host}/admin`;
  const list = `mongodb://doadmin:AVNS_secret@${host}:27017/admin`;

  it.each([
    ["is missing", undefined, `${srv}?tls=true&authSource=admin`],
    [
      "has an SRV name",
      "mongodb+srv://x:y@h/admin?tls=true&authSource=admin",
      `${srv}?tls=true&authSource=admin`,
    ],
    ["has hosts", "mongodb://x:y@h:27017/admin?tls=true", `${list}?tls=true&authSource=admin`],
    [
      "has an SRV name and a replica set",
      "mongodb+srv://x:y@h/admin?replicaSet=db-mongo_1.a&tls=true",
      `${srv}?tls=true&authSource=admin&replicaSet=db-mongo_1.a`,
    ],
    [
      "has hosts and a replica set",
      "mongodb://x:y@h:27017,i:27017/admin?tls=true&replicaSet=db",
      `${list}?tls=true&authSource=admin&replicaSet=db`,
    ],
    [
      "has an option with a similar name",
      "mongodb+srv://x:y@h/admin?noreplicaSet=x",
      `${srv}?tls=true&authSource=admin`,
    ],
  ])("%s, follows it", (_, apiUri, uri) => {
    expect(mongodb(apiUri)).toBe(uri);
  });

  it("has a replica set, keeps it for another user and database", () => {
    const apiUri = "mongodb+srv://x:y@h/admin?replicaSet=db";
    expect(mongodb(apiUri, { user: "app", password: "p", database: "orders" })).toBe(
      `mongodb+srv://app:p@${host}/orders?tls=true&authSource=admin&replicaSet=db`,
    );
  });
});

describe("databaseInUri", () => {
  it.each([
    ["postgresql://u:p@h:25060/defaultdb?sslmode=require", "defaultdb"],
    ["mongodb+srv://u:p@h/admin?replicaSet=x", "admin"],
    ["mysql://u:p@h:25060/caf%C3%A9%2Fbar", "café/bar"],
    ["rediss://u:p@h:25061/2", "2"],
    ["postgresql://u:p@h/db#f", "db"],
    ["postgresql://h/db/more", undefined],
    // A slash in a password that is not encoded.
    ["postgresql://u:pa/ss@h:25060/db", undefined],
  ])("of %s is %s", (uri, database) => {
    expect(databaseInUri(uri)).toBe(database);
  });

  it.each([
    undefined,
    "",
    "rediss://u:p@h:25061",
    "rediss://u:p@h:25061/",
    "https://u:p@h:25060/?x=/y",
    "https://u:p@h:25060?x=/y",
    "postgresql://u:p@h/100%",
    "postgresql://u:p@h/%ff",
    "broker.example.com:25073",
    "/var/run/socket/db",
    "no URI at all",
    "see postgresql://u:p@h/db",
  ])("of %j is undefined", (uri) => {
    expect(databaseInUri(uri)).toBeUndefined();
  });

  it("of a URI from connectionUri is the database that it was built with", () => {
    fc.assert(
      fc.property(anyText, anyHost, (database, drawn) => {
        for (const engine of ["pg", "mysql", "valkey", "mongodb"]) {
          expect(databaseInUri(connectionUri(uriParts({ engine, host: drawn, database })))).toBe(database);
        }
      }),
      { seed: 25060 },
    );
  });
});

it("connectionUri refuses a random host or has it as it is, with every other part in its place", () => {
  const hosts = fc.oneof(
    anyName,
    anyText,
    fc.tuple(anyName, anyText).map(([name, text]) => name + text),
    fc.webAuthority({ withUserInfo: true, withPort: true, withIPv4: true, withIPv6: true }),
  );
  let accepted = 0;
  fc.assert(
    fc.property(hosts, (host) => {
      let uri: string;
      try {
        uri = connectionUri(uriParts({ host }));
      } catch {
        // Nothing else is shown.
        expect(thrownBy(() => connectionUri(uriParts({ host }))).message).toBe(
          "connectionFor: the host of the connection is not a host name, so no URI can be built. [unexpected_response]",
        );
        return;
      }
      accepted += 1;
      expect(new URL(uri)).toMatchObject({
        protocol: "postgresql:",
        host: `${host}:25060`,
        username: "doadmin",
        password: "AVNS_secret",
        pathname: "/defaultdb",
        search: "?sslmode=require",
        hash: "",
      });
    }),
    { seed: 25060 },
  );
  expect(accepted).toBeGreaterThan(20);
});
