// Random parts of URIs, and the check that drivers read them from a URI.
import { isIPv6, SocketAddress } from "node:net";
import * as fc from "fast-check";
import { connectionUri } from "../../../src/connection/uri";
import { uriParts } from "./ordinaryUriParts";

/** The parts that a driver reads from a URI. A driver need not read all of them. */
export interface Read {
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string | undefined;
  readonly tls?: boolean;
}

/** Characters with a meaning in URIs, shells or escapes, and unusual ones. */
const troublemakers = [
  ...Array.from(`%@/:?#[]!$&'()*+,;=|\\"\`<>{}^~._- \t\r\n\0`),
  ...["\u007f", "\u0085", "\u00a0", "\u2028", "\ufeff", "\ufffe", "é", "e\u0301", "名", "😀", "👩‍👩‍👧"],
  ...["%2F", "%40", "%25", "%zz", "%", "..", "://", "undefined", "null"],
];

/** Any code point. The unit `binary` of `fc.string` has the same ones, and builds a table of all of them, which takes seconds. */
export const codePoint = fc.oneof(
  fc.integer({ min: 0, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0x10ffff }),
);

/** Any text except the empty one, which stands for a missing value in the API. */
export const anyText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...troublemakers), minLength: 1 }),
  fc.array(codePoint, { minLength: 1 }).map((points) => String.fromCodePoint(...points)),
  fc.string({ unit: "grapheme", minLength: 1 }),
);

export const anyName = fc.oneof(
  fc.domain(),
  fc.constantFrom(
    "localhost",
    "db-do-user-1-0.b.db.ondigitalocean.com",
    "under_score.example.com",
    "dot.example.",
  ),
);

export const anyHost = fc.oneof(anyName, fc.ipV4(), fc.ipV6());

/** Restrictions of the random parts; by default any text. */
interface Drawn {
  readonly hosts?: fc.Arbitrary<string>;
  readonly users?: fc.Arbitrary<string>;
  readonly databases?: fc.Arbitrary<string | undefined>;
  readonly apiUri?: string;
}

/** A fixed seed, so that every run has the same cases. */
const seed = 25060;

/** Asserts that a driver reads the original parts from the URIs of an engine. */
export async function expectRoundTrips(
  engine: string,
  read: (uri: string) => Read | Promise<Read>,
  {
    hosts = anyHost,
    users = anyText,
    databases = fc.option(anyText, { nil: undefined }),
    apiUri,
  }: Drawn = {},
): Promise<void> {
  const parts = fc.record({
    host: hosts,
    port: fc.integer({ min: 1, max: 65535 }),
    user: users,
    password: anyText,
    database: databases,
    ssl: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(parts, async (drawn) => {
      const { ssl: tls, ...rest } = drawn;
      const actual = await read(connectionUri(uriParts({ engine, ...drawn, apiUri })));
      const made = { ...rest, tls };
      const expected = Object.fromEntries(
        (Object.keys(actual) as (keyof Read)[]).map((name) => [name, made[name]]),
      );
      expect({ ...actual, host: canonical(actual.host) }).toEqual({
        ...expected,
        host: canonical(drawn.host),
      });
    }),
    { seed },
  );
}

/** One spelling for all spellings of an IP address, because drivers choose different ones. */
function canonical(host: string): string {
  return isIPv6(host) ? new SocketAddress({ address: host, family: "ipv6" }).address : host;
}
