import * as fc from "fast-check";
import type { ServiceError } from "@grpc/grpc-js";
import { isShortcut } from "../../src/connection/connection";
import { clusterUuid, databaseCluster, engines } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { edited, editsOf } from "../hostile/bodies";
import type { Json } from "../hostile/bodies";
import { outcomes } from "../hostile/outcomes";
import { isLong, runs } from "../hostile/runs";
import { storedNames, storedSecretProperties } from "../unit/resource/storedProperties";
import { isMarked, unmarked } from "./properties";
import { ProviderHost } from "./providerHost";

jest.setTimeout(isLong ? 3_600_000 : 90_000);

const uuid = clusterUuid("pg");
/** The texts for an unknown text and an unknown object, which are among the hostile texts. */
const unknownValues = ["04da6b54-80e4-46f7-96ec-b56ff0331ba9", "dd056dcd-154b-4c76-9bd3-c8f88648b5ff"];

const emulator = useEmulator();
let host: ProviderHost;
beforeAll(async () => {
  const config = { "digitalocean:token": Emulator.token, "digitalocean:apiEndpoint": emulator.url };
  host = await ProviderHost.start({ config: { ...config, "digitalocean:httpRetryMax": "0" } });
});
afterAll(async () => {
  await host.stop();
});

/** The correct answer. All have the UUID that is asked for: one about another cluster is refused whatever else it says. */
const answerOf = (engine: (typeof engines)[number]): Json =>
  ({ database: databaseCluster(engine, { id: uuid }) }) as unknown as Json;

const cases = fc
  .constantFrom(...engines)
  .chain((engine) => fc.tuple(fc.constant(engine), editsOf(answerOf(engine))));

const ended = { found: 0, refused: 0 };

it("a read of the resource has all properties, or fails with one line, if the answer is changed at random", async () => {
  await fc.assert(
    fc.asyncProperty(cases, fc.boolean(), async ([engine, edits], requireCredentials) => {
      const body = edited(answerOf(engine), edits);
      emulator.behave();
      emulator.misbehave((_, response) => response.end(body));
      const outcome = outcomes["getDatabaseCluster"]?.([body], { uuid });
      const actual = await host
        .read(uuid, { requireCredentials })
        .catch((error: unknown) => error as ServiceError);
      const printed = (await host.takePrinted(actual instanceof Error ? 1 : 0)).filter(
        (line) => !/^warning: .* (hosts and nodes may change|what cannot be read is left out)/.test(line),
      );

      if (actual instanceof Error) {
        const refused = outcome !== undefined && "code" in outcome;
        const isUnknown = unknownValues.some((text) => body.includes(text));
        expect(refused || isUnknown).toBe(true);
        expect(actual.details).toMatch(
          /^(database cluster [\da-f-]{36}|connectionFor)[^\r\n]*: [^\p{Cc}\p{Zl}\p{Zp}]+$/u,
        );
        expect(actual.details).not.toMatch(/AVNS_|example\.com|Unexpected|TypeError|\[object/);
        expect(printed.map((line) => line.replace(/: $/, ""))).toEqual([actual.details]);
        ended.refused += 1;
        return;
      }
      expect(printed).toEqual([]);
      const { id, properties } = actual;
      const { __provider: _, requireCredentials: _given, ...rest } = properties;
      expect(id).toBe(uuid);
      expect(Object.keys(rest).sort()).toEqual([...storedNames].sort());
      expect(Object.keys(rest).filter((name) => isMarked(rest[name]))).toEqual(
        expect.arrayContaining(storedSecretProperties.filter((name) => rest[name] !== null)),
      );
      const stored = JSON.stringify(rest);
      expect(unknownValues.filter((text) => stored.includes(JSON.stringify(text)))).toEqual([]);
      if (outcome !== undefined && "properties" in outcome) {
        const expected = Object.fromEntries(
          Object.entries(outcome.properties).filter(([name]) => name !== "id" && !isShortcut(name)),
        );
        expect(withoutMissing(unmarked(rest))).toEqual(withoutMissing(expected));
        ended.found += 1;
      } else {
        // An answer without credentials is enough if they are not required.
        expect([requireCredentials, outcome?.code]).not.toEqual([false, undefined]);
        expect(requireCredentials).toBe(false);
      }
    }),
    runs(100),
  );
  // Neither outcome is rare: about half of the answers are refused.
  expect(Math.min(ended.found, ended.refused)).toBeGreaterThan(0);
});

/** The value as JSON, without missing members: they are `null` for the engine, and absent for this package. */
function withoutMissing(value: object): unknown {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) => inner ?? undefined) as unknown;
}
