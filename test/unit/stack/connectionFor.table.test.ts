import { connectionFor } from "../../../src/index";
import { chooseConnection, chooseDatabase, subjectOf } from "../../../src/connection/choose";
import type { Connectable } from "../../../src/connection/choose";
import { factsInUri } from "../../../src/connection/connection";
import { chooseLogin } from "../../../src/connection/login";
import { connectionUri } from "../../../src/connection/uri";
import { DigitalOceanApiError } from "../../../src/errors";
import { clusterUuid } from "../../../testing/emulator/clusters";
import type { Engine } from "../../../testing/emulator/clusters";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { expectedValue } from "../../expectedValue";
import { beginProgram } from "../pulumiProgram";
import { seen } from "../seenOutput";
import { expectedOutcomes } from "./expectedOutcomes";
import type { Asked, Offer } from "./expectedOutcomes";
import { forms, kinds, lookedUp } from "./lookedUp";
import type { Form, Kind } from "./lookedUp";
import { enginesOf, extentsOf, offerOf } from "./offers";
import type { Extent } from "./offers";
import { connectionProperties } from "./seenConnection";

const places = (["public", "private"] as const).flatMap((network) =>
  (["primary", "standby"] as const).map((node) => ({ network, node })),
);

/** Logins with a user that the cluster has, that has no password, that does not exist, and with a given password. */
const logins: readonly Pick<Asked, "user" | "password">[] = [
  {},
  { user: "doadmin" },
  { user: "app" },
  { user: "reader" },
  { user: "planted-stranger" },
  { user: "planted-stranger", password: "planted p@ss/:?#%2F" },
  { password: "planted p@ss/:?#%2F" },
];

const databases: readonly Pick<Asked, "database">[] = [{}, { database: "orders" }, { database: "7" }];

const allOptions = places.flatMap((place) =>
  logins.flatMap((login) => databases.map((database): Asked => ({ ...place, ...login, ...database }))),
);

/** Parts of the planted secrets: no message shows them. */
const secrets = /AVNS_|planted p|planted%20p|example\.com|:\/\//;

/** Asserts that the messages are single lines without secrets or missing values. */
function expectCleanMessages(outcomes: readonly Readonly<Record<string, unknown>>[]): void {
  const messages = outcomes.flatMap((outcome) =>
    Object.values(outcome).filter((value) => typeof value === "string" && /^[a-z_]+: /.test(value)),
  );
  expect(messages.length).toBeGreaterThan(0);
  expect(messages.join("")).not.toMatch(secrets);
  expect(messages.join("")).not.toMatch(/[\r\n]|undefined|null/);
}

/** `code: message` of an error of this package. Throws any other error. */
function failureText(error: unknown): string {
  if (!DigitalOceanApiError.isInstance(error)) {
    throw error;
  }
  return `${error.code}: ${error.message}`;
}

describe("chooseConnection, chooseLogin, chooseDatabase and connectionUri", () => {
  /** What a lookup makes of the offer, computed without the package's decoder. */
  function connectableOf({ kind, engine, inApi }: Offer, uuid: string): Connectable {
    const properties = expectedValue(inApi) as Omit<Connectable, "engine">;
    return { ...properties, engine, kind, ...(kind === "cluster" ? {} : { clusterUuid: uuid }) };
  }

  /** Each value of the connection that is chosen, or its error as text. */
  function outcomesOf(source: Connectable, asked: Asked): Record<string, unknown> {
    const place = (): ReturnType<typeof chooseConnection> =>
      chooseConnection(source, asked.network, asked.node);
    const login = (): ReturnType<typeof chooseLogin> => chooseLogin(source, place(), asked);
    const database = (): string | undefined => chooseDatabase(source, place(), asked.database);
    const values: Record<string, () => unknown> = {
      host: () => place().host,
      port: () => place().port,
      ssl: () => place().ssl,
      user: () => login().user,
      password: () => login().password,
      database,
      uri: () => {
        const { host, port, ssl = true, uri } = place();
        const parts = { engine: source.engine, host, port, ssl, ...login(), database: database() };
        return connectionUri({ ...parts, facts: factsInUri(uri), subject: subjectOf(source) });
      },
    };
    return Object.fromEntries(
      Object.entries(values).map(([property, valueOf]) => {
        try {
          return [property, valueOf()];
        } catch (error) {
          return [property, failureText(error)];
        }
      }),
    );
  }

  const cases = kinds.flatMap((kind) =>
    enginesOf[kind].flatMap((engine) => extentsOf[kind].map((extent) => ({ kind, engine, extent }))),
  );

  it.each(cases)(
    `choose the expected values for ${allOptions.length} combinations of options from a $kind of $engine with $extent`,
    ({ kind, engine, extent }) => {
      const offer = offerOf(kind, engine, extent);
      const source = connectableOf(offer, clusterUuid(engine));
      const outcomes = allOptions.map((asked) => ({ asked, ...outcomesOf(source, asked) }));
      expect(outcomes).toEqual(
        allOptions.map((asked) => ({
          asked,
          ...Object.fromEntries(
            Object.entries(expectedOutcomes(offer, asked)).map(([property, expected]) => [
              property,
              "value" in expected ? expected.value : (expect.stringMatching(expected.failure) as unknown),
            ]),
          ),
        })),
      );
      expectCleanMessages(outcomes);
    },
  );
});

describe("connectionFor", () => {
  const emulator = useEmulator();
  beforeEach(() => beginProgram());

  /** Options that choose each part, alone and together, and options that cannot be fulfilled. */
  const someOptions: readonly Asked[] = [
    { network: "public", node: "primary" },
    { network: "private", node: "standby", user: "app", database: "7" },
    { network: "private", node: "primary", password: "planted p@ss/:?#%2F", database: "orders" },
    { network: "public", node: "standby", user: "planted-stranger", password: "planted p@ss/:?#%2F" },
    { network: "public", node: "primary", user: "planted-stranger" },
    { network: "private", node: "primary", user: "reader" },
  ];

  /** Makes the emulator answer with the offer alone. */
  function serve(offer: Offer, uuid: string): void {
    const { kind, engine, inApi } = offer;
    const cluster = kind === "cluster" ? inApi : offerOf("cluster", engine as Engine, "everything").inApi;
    emulator.state = {
      ...emulator.state,
      clusters: [cluster as (typeof emulator.state.clusters)[number]],
      pools: kind === "pool" ? { [uuid]: [inApi] } : {},
      replicas: kind === "replica" ? { [uuid]: [inApi] } : {},
    };
  }

  /** Each value of the connection with its secrecy, or its error as text. */
  async function outcomesOf(connection: ReturnType<typeof connectionFor>): Promise<Record<string, unknown>> {
    const outcomes = connectionProperties.map(async (property): Promise<[string, unknown]> => {
      try {
        return [property, await seen<unknown>(connection[property])];
      } catch (error) {
        return [property, failureText(error)];
      }
    });
    return Object.fromEntries(await Promise.all(outcomes));
  }

  function expectedOutputs(offer: Offer, asked: Asked): Record<string, unknown> {
    const chosen = Object.entries(expectedOutcomes(offer, asked)).map(([property, expected]) => [
      property,
      "value" in expected
        ? { known: true, secret: true, value: expected.value }
        : (expect.stringMatching(expected.failure) as unknown),
    ]);
    return {
      ...(Object.fromEntries(chosen) as object),
      caFile: { known: true, secret: false, value: undefined },
      engine: { known: true, secret: false, value: offer.engine },
    };
  }

  interface Case {
    readonly kind: Kind;
    readonly engine: Engine;
    readonly extent: Extent;
    readonly form: Form;
  }

  const cases = kinds.flatMap((kind): Case[] => [
    // Everything, in each form.
    ...forms.map((form): Case => ({ kind, engine: "pg", extent: "everything", form })),
    // Without each part.
    ...extentsOf[kind].slice(1).map((extent): Case => ({ kind, engine: "pg", extent, form: "awaited" })),
    // Everything, of each other engine.
    ...enginesOf[kind]
      .slice(1)
      .map((engine): Case => ({ kind, engine, extent: "everything", form: "awaited" })),
  ]);

  it.each(cases)(
    `returns the expected Outputs for ${someOptions.length} combinations of options from a $kind of $engine ($form) with $extent`,
    async ({ kind, engine, extent, form }) => {
      const offer = offerOf(kind, engine, extent);
      serve(offer, clusterUuid(engine));
      const source = await lookedUp(kind, engine, form, emulator);
      const outcomes = await Promise.all(
        someOptions.map(async (asked) => ({ asked, ...(await outcomesOf(connectionFor(source, asked))) })),
      );
      expect(outcomes).toEqual(someOptions.map((asked) => ({ asked, ...expectedOutputs(offer, asked) })));
      expectCleanMessages(outcomes);
    },
  );
});
