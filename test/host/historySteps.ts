// The steps of random histories.
import { setTimeout as sleep } from "node:timers/promises";
import * as fc from "fast-check";
import { configOf, foretold, seenEnding, serve, tokens, uuids, wrongToken } from "./history";
import type { Model, World } from "./history";
import { ProviderHost } from "./providerHost";
import type { ReadResult } from "./providerHost";

type Step = fc.AsyncCommand<Model, World>;

/** A step, printed as a word and its subject. */
function step(word: string, run: Step["run"], check: (model: Readonly<Model>) => boolean = () => true): Step {
  return { check, run, toString: () => word };
}

/** A change in the model, which is then made in the emulator. */
function change(word: string, make: (model: Model) => void): Step {
  // eslint-disable-next-line @typescript-eslint/require-await
  return step(word, async (model, world) => {
    make(model);
    serve(model, world);
  });
}

const start = (isConfigured: boolean): Step =>
  step(isConfigured ? "start" : "start, not configured", async (model, world) => {
    await world.host?.stop();
    const config = configOf(world.emulator, model.nextToken);
    world.host = await ProviderHost.start(isConfigured ? { config } : {});
    model.host = { token: isConfigured ? model.nextToken : undefined, isConfigured };
  });

/** The engine configures a host once, before the first read, and the host keeps that config. */
const configure = step(
  "configure, and reads that do not wait for it",
  async (model, world) => {
    const { host } = world;
    model.host = { token: model.nextToken, isConfigured: true };
    const configuring = host?.configure(configOf(world.emulator, model.nextToken));
    const readings = uuids.map(async (uuid) => {
      const expected = foretold(model, uuid, false, true);
      expect(await seenEnding(host?.read(uuid) ?? Promise.reject(new Error("no host")), expected)).toEqual(
        expected,
      );
    });
    await Promise.all([configuring, ...readings]);
  },
  ({ host }) => host?.isConfigured === false,
);

const isReady = ({ host }: Readonly<Model>): boolean => host?.isConfigured === true;

const read = (uuid: string, requireCredentials: boolean): Step =>
  step(
    `read ${uuid.slice(-1)}${requireCredentials ? "" : ", credentials or not"}`,
    async (model, { host, stored }) => {
      const expected = foretold(model, uuid, false, requireCredentials);
      const reading = (host as ProviderHost).read(uuid, { requireCredentials });
      expect(await seenEnding(reading, expected)).toEqual(expected);
      if ("password" in expected) {
        stored.set(uuid, await reading);
        model.stored.set(uuid, { requireCredentials });
      }
    },
    isReady,
  );

const refresh = (uuid: string): Step =>
  step(
    `refresh ${uuid.slice(-1)}`,
    async (model, { host, stored }) => {
      const { requireCredentials } = model.stored.get(uuid) ?? { requireCredentials: true };
      const expected = foretold(model, uuid, true, requireCredentials);
      const reading = (host as ProviderHost).refresh(stored.get(uuid) as ReadResult);
      expect(await seenEnding(reading, expected)).toEqual(expected);
      if ("isGone" in expected) {
        stored.delete(uuid);
        model.stored.delete(uuid);
      }
    },
    (model) => isReady(model) && model.stored.has(uuid),
  );

/** Concurrent reads of all clusters. Each has its own end, independent of the others. */
const readAll = step(
  "read all at once",
  async (model, { host }) => {
    await Promise.all(
      [...uuids, ...uuids].map(async (uuid) => {
        const expected = foretold(model, uuid, false, true);
        expect(await seenEnding((host as ProviderHost).read(uuid), expected)).toEqual(expected);
      }),
    );
  },
  isReady,
);

const pause = step("pause", () => sleep(20));

const anyUuid = fc.constantFrom(...uuids);

export const anyStep: readonly fc.Arbitrary<Step>[] = [
  fc.tuple(anyUuid, fc.boolean()).map(([uuid, requireCredentials]) => read(uuid, requireCredentials)),
  fc.tuple(anyUuid, fc.boolean()).map(([uuid, requireCredentials]) => read(uuid, requireCredentials)),
  anyUuid.map(refresh),
  anyUuid.map(refresh),
  fc.constantFrom(readAll, pause),
  fc.constantFrom(start(true), start(false), configure),
  fc.constantFrom(...tokens, wrongToken, undefined).map((token) =>
    change(`the config has ${token ?? "no token"}`, (model) => {
      model.nextToken = token;
    }),
  ),
  fc
    .tuple(anyUuid, fc.nat({ max: 99 }))
    .map(([uuid, number]) =>
      change(`password ${number} of ${uuid.slice(-1)}`, ({ passwords }) =>
        passwords.set(uuid, `AVNS_${number}`),
      ),
    ),
  anyUuid.map((uuid) => change(`${uuid.slice(-1)} is removed`, ({ passwords }) => passwords.delete(uuid))),
  fc
    .tuple(anyUuid, fc.constantFrom("online", "creating", "resizing", "constructor"))
    .map(([uuid, status]) =>
      change(`${uuid.slice(-1)} is ${status}`, ({ statuses }) => statuses.set(uuid, status)),
    ),
  fc.constantFrom("well", "failing" as const).map((server) =>
    change(`the server is ${server}`, (model) => {
      model.server = server;
    }),
  ),
  fc.boolean().map((credentials) =>
    change(`credentials are ${credentials ? "shown" : "withheld"}`, (model) => {
      model.credentials = credentials;
    }),
  ),
];
