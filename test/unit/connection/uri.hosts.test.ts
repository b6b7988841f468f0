import * as fc from "fast-check";
import type { DigitalOceanApiError } from "../../../src/errors";
import { connectionUri } from "../../../src/connection/uri";
import { engines } from "../../../testing/emulator/clusters";
import { leaksIn } from "../leaks";
import { thrownBy } from "../rejection";
import { anyName, anyText, uriParts } from "./uriParts";

/** The refusal of a host. */
function refusal(engine: string, host: string): DigitalOceanApiError {
  const user = "planted-user";
  const password = "AVNS_planted@/:";
  const database = "planted-database";
  const apiUri = "planted://planted-api-uri";
  const error = thrownBy(() => connectionUri(uriParts({ engine, host, user, password, database, apiUri })));
  expect(leaksIn(error, [user, password, database, apiUri])).toEqual([]);
  expect(error.message).toBe(
    "connectionFor: the host of the connection is not a host name, so no URI can be built. [unexpected_response]",
  );
  return error;
}

describe.each([...engines, "duckdb"])("%s: what is no host is refused, and not shown", (engine) => {
  it.each([
    ["another host behind @", "good.example.com@evil.example.com"],
    ["a path", "good.example.com/evil"],
    ["a query", "good.example.com?sslmode=disable"],
    ["a fragment", "good.example.com#evil"],
    ["a port of its own", "good.example.com:1"],
    ["a second host", "good.example.com,evil.example.com"],
    ["a backslash", "good.example.com\\evil"],
    ["a percent sign", "good%2eexample.com"],
    ["a blank", "good example.com"],
    ["a blank at the end", "good.example.com "],
    ["CR LF", "good.example.com\r\nHost: evil.example.com"],
    ["LF at the end", "good.example.com\n"],
    ["a tab", "good\t.example.com"],
    ["NUL", "good.example.com\0"],
    ["a quote", `good".example.com`],
    ["a dollar sign", "$(hostname).example.com"],
    ["an umlaut", "gööd.example.com"],
    ["a full stop of another script", "good。example.com"],
    ["a zero-width space", "good\u200b.example.com"],
    ["half a surrogate pair", "good\ud800.example.com"],
    ["brackets", "[2001:db8::7]"],
    ["an IPv6 address that is none", "2001:db8:::7"],
    ["nothing", ""],
    ["a name longer than any", "a.".repeat(128)],
    ["a name of megabytes", "a.".repeat(4_000_000)],
  ])("%s", (_, host) => {
    expect(refusal(engine, host).code).toBe("unexpected_response");
  });
});

describe("nor has a host empty labels", () => {
  it.each(["good..example.com", ".good.example.com", ".", "..", "good.example.com.."])("%j", (host) => {
    expect(refusal("pg", host).code).toBe("unexpected_response");
  });
});

// The zone is one machine's word for its interface; to a URL parser it is an error, and to others a mystery.
it("nor an address a zone", () => {
  expect(refusal("pg", "fe80::1%eth0").code).toBe("unexpected_response");
});

it.each([
  ["db-do-user-1-0.b.db.ondigitalocean.com", "db-do-user-1-0.b.db.ondigitalocean.com"],
  ["localhost", "localhost"],
  ["DB.Example.com", "DB.Example.com"],
  ["under_score.example.com", "under_score.example.com"],
  ["example.com.", "example.com."],
  ["203.0.113.7", "203.0.113.7"],
  ["2001:db8::7", "[2001:db8::7]"],
  ["::ffff:203.0.113.7", "[::ffff:203.0.113.7]"],
])("%s stands in the URI as %s", (host, inUri) => {
  const uri = connectionUri(uriParts({ host, user: "u", password: "p" }));
  expect(uri).toBe(`postgresql://u:p@${inUri}:25060/defaultdb?sslmode=require`);
});

it("whatever the host is, it moves no other part of the URI", () => {
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
        expect(refusal("pg", host).code).toBe("unexpected_response");
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
