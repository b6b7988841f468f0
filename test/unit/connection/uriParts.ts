import { isIPv6, SocketAddress } from "node:net";
import * as fc from "fast-check";
import { connectionUri } from "../../../src/connection/uri";
import type { UriParts } from "../../../src/connection/uri";

/** What a driver makes of a URI. What it does not read there is left out. */
export interface Read {
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string | undefined;
  readonly tls?: boolean;
}

/** Parts that are nothing special. */
export function uriParts(changes: Partial<UriParts> = {}): UriParts {
  return {
    engine: "pg",
    host: "db-do-user-1-0.b.db.ondigitalocean.com",
    port: 25060,
    user: "doadmin",
    password: "AVNS_secret",
    database: "defaultdb",
    ssl: true,
    apiUri: undefined,
    asInApiUri: true,
    ...changes,
  };
}

/** Whatever means something to a URI, to a shell, to an escaping or to nobody. */
const troublemakers = [
  ...Array.from(`%@/:?#[]!$&'()*+,;=|\\"\`<>{}^~._- \t\r\n\0`),
  ...["\u007f", "\u0085", "\u00a0", "\u2028", "\ufeff", "\ufffe", "é", "e\u0301", "名", "😀", "👩‍👩‍👧"],
  ...["%2F", "%40", "%25", "%zz", "%", "..", "://", "undefined", "null"],
];

/** Any text there is, but for the empty one, which the API uses for what is not there. */
export const anyText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...troublemakers), minLength: 1 }),
  fc.string({ unit: "binary", minLength: 1 }),
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

/** What the parts of a URI are drawn from, where they are not anything at all. */
interface Drawn {
  readonly hosts?: fc.Arbitrary<string>;
  readonly users?: fc.Arbitrary<string>;
  readonly databases?: fc.Arbitrary<string | undefined>;
  readonly apiUri?: string;
}

/** The same cases in every run; a failure prints seed and path. */
const seed = 25060;

/**
 * Asserts that a driver reads from URIs of an engine what they were made of, as far as it reads that at all.
 */
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

/** An address has many spellings, and drivers choose their own. */
function canonical(host: string): string {
  return isIPv6(host) ? new SocketAddress({ address: host, family: "ipv6" }).address : host;
}
