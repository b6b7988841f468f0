import type { DigitalOceanApiError } from "../../../src/errors";
import { connectionUri } from "../../../src/connection/uri";
import { engines } from "../../../testing/emulator/clusters";
import { leaksIn } from "../leaks";
import { thrownBy } from "../rejection";
import { uriParts } from "./ordinaryUriParts";

/** The error for a host. It shows no other part of the connection. */
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

const malformedHosts = [
  ["followed by another host after @", "good.example.com@evil.example.com"],
  ["followed by a path", "good.example.com/evil"],
  ["followed by a query", "good.example.com?sslmode=disable"],
  ["followed by a fragment", "good.example.com#evil"],
  ["followed by a port", "good.example.com:1"],
  ["followed by a second host", "good.example.com,evil.example.com"],
  ["followed by a backslash", "good.example.com\\evil"],
  ["a name with a percent sign", "good%2eexample.com"],
  ["a name with a blank", "good example.com"],
  ["a name with a blank at the end", "good.example.com "],
  ["a name with CR LF", "good.example.com\r\nHost: evil.example.com"],
  ["a name with LF at the end", "good.example.com\n"],
  ["a name with a tab", "good\t.example.com"],
  ["a name with NUL", "good.example.com\0"],
  ["a name with a quote", `good".example.com`],
  ["a name with a dollar sign", "$(hostname).example.com"],
  ["a name with an umlaut", "gööd.example.com"],
  ["a name with a full stop of another script", "good。example.com"],
  ["a name with a zero-width space", "good\u200b.example.com"],
  ["a name with half a surrogate pair", "good\ud800.example.com"],
  ["an IPv6 address in brackets", "[2001:db8::7]"],
  ["a malformed IPv6 address", "2001:db8:::7"],
  ["empty", ""],
  ["a name of more than 253 characters", "a.".repeat(128)],
  ["a name of megabytes", "a.".repeat(4_000_000)],
] as const;

describe("connectionUri with a malformed host", () => {
  it.each(malformedHosts)("fails and does not show the host if that is %s", (_, host) => {
    expect(refusal("pg", host).code).toBe("unexpected_response");
  });

  it.each([...engines, "duckdb"])("fails for the engine %s and every malformed host", (engine) => {
    for (const [, host] of malformedHosts) {
      expect(refusal(engine, host).code).toBe("unexpected_response");
    }
  });

  it.each(["good..example.com", ".good.example.com", ".", "..", "good.example.com.."])(
    "fails for %j, which has an empty label",
    (host) => {
      expect(refusal("pg", host).code).toBe("unexpected_response");
    },
  );

  // A zone is the name of an interface on one machine. URL parsers refuse it.
  it("fails for an IPv6 address with a zone", () => {
    expect(refusal("pg", "fe80::1%eth0").code).toBe("unexpected_response");
  });
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
])("connectionUri has the host %s as %s", (host, inUri) => {
  const uri = connectionUri(uriParts({ host, user: "u", password: "p" }));
  expect(uri).toBe(`postgresql://u:p@${inUri}:25060/defaultdb?sslmode=require`);
});
