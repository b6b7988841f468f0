import { setTimeout as sleep } from "node:timers/promises";
import * as fc from "fast-check";
import type { ServiceError } from "@grpc/grpc-js";
import { databaseCluster } from "../emulator/clusters";
import type { Emulator } from "../emulator/emulator";
import { errorReply } from "../emulator/routes";
import { unmarked } from "./properties";
import type { Properties } from "./properties";
import { ProviderHost } from "./providerHost";
import type { ReadResult } from "./providerHost";

/** What is to be true of the world at any moment, as simply as it can be said. */
export interface Model {
  /** The token in the config that the host has, if there is a host, and in the one that its next start will have. */
  host: { readonly token: string | undefined; readonly isConfigured: boolean } | undefined;
  nextToken: string | undefined;
  /** The clusters' passwords, by UUID; a cluster that is gone has none. */
  readonly passwords: Map<string, string>;
  readonly statuses: Map<string, string>;
  server: "well" | "failing";
  /** Whether the token's scope lets the credentials be seen. */
  credentials: boolean;
  /** What is in the state: of whom, and whether credentials were asked for. */
  readonly stored: Map<string, { readonly requireCredentials: boolean }>;
}

/** The world itself. */
export interface World {
  readonly emulator: Emulator;
  host: ProviderHost | undefined;
  readonly stored: Map<string, ReadResult>;
}

export const uuids = [1, 2, 3].map((number) => `5a1e0000-0000-4000-8000-00000000a00${number}`);
export const tokens = ["dop_v1_first", "dop_v1_second"];
export const wrongToken = "dop_v1_revoked";

export function configOf(emulator: Emulator, token: string | undefined): Record<string, string> {
  const settings = { "digitalocean:apiEndpoint": emulator.url, "digitalocean:httpRetryMax": "0" };
  return token === undefined ? settings : { ...settings, "digitalocean:token": token };
}

/** What a read is to end with: the password and status, that it is gone, or a word of the message. */
export type Ending =
  | { readonly password: string | null; readonly status: string }
  | { readonly isGone: true }
  | { readonly fails: string };

/** What a read ends with, by the model alone. */
export function foretold(
  model: Model,
  uuid: string,
  isRefresh: boolean,
  requireCredentials: boolean,
): Ending {
  const token = model.host?.token;
  const password = model.passwords.get(uuid);
  if (token === undefined) {
    return { fails: "no DigitalOcean token" };
  }
  if (model.server === "failing") {
    return { fails: "500" };
  }
  if (token === wrongToken) {
    return { fails: "401 unauthorized" };
  }
  if (password === undefined) {
    return isRefresh ? { isGone: true } : { fails: "there is none with this UUID" };
  }
  if (!model.credentials && requireCredentials) {
    const isCreating = model.statuses.get(uuid) === "creating";
    return { fails: isCreating ? "is not online yet" : "withheld its uri, user and password" };
  }
  return { password: model.credentials ? password : null, status: model.statuses.get(uuid) ?? "online" };
}

/** What a read of the real host ends with. */
export async function seenEnding(reading: Promise<ReadResult>, expected: Ending): Promise<Ending> {
  try {
    const { id, properties } = await reading;
    const { password, status } = unmarked(properties) as { password: string | null; status: string };
    return id === "" ? { isGone: true } : { password, status };
  } catch (error) {
    const { details } = error as ServiceError;
    expect(details).not.toMatch(/[\r\n]|AVNS_|dop_v1_/);
    return { fails: "fails" in expected && details.includes(expected.fails) ? expected.fails : details };
  }
}

/** Puts what the model says into the server. */
export function serve(model: Readonly<Model>, { emulator }: World): void {
  emulator.behave();
  emulator.state.clusters = [...model.passwords].map(([id, password]) => {
    const cluster = databaseCluster("pg", { id, status: model.statuses.get(id) ?? "online" });
    return { ...cluster, connection: { ...(cluster["connection"] as Properties), password } };
  });
  emulator.tokens.clear();
  for (const token of tokens) {
    emulator.allow(token, model.credentials ? undefined : ["database:read"]);
  }
  if (model.server === "failing") {
    emulator.misbehave(errorReply(500, "server_error", "AVNS_planted"));
  }
}

type Step = fc.AsyncCommand<Model, World>;

/** A step of a history, told by a word and what it is done to. */
function step(word: string, run: Step["run"], check: (model: Readonly<Model>) => boolean = () => true): Step {
  return { check, run, toString: () => word };
}

/** A change on the server's side, which the model has first. */
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

/** The host keeps what the first read was configured with; the engine configures once, before any read. */
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

/** Reads of all at once: each has its own end, whatever the others come to. */
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

/** Any step of a history. */
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
