// The model for tests with random histories: the config, the clusters of the API, and the stored resources.
import type { ServiceError } from "@grpc/grpc-js";
import { databaseCluster } from "../../testing/emulator/clusters";
import type { Emulator } from "../../testing/emulator/emulator";
import { errorReply } from "../../testing/emulator/routes";
import { unmarked } from "./properties";
import type { Properties } from "./properties";
import type { ProviderHost, ReadResult } from "./providerHost";

/** The expected situation after each step, in its simplest form. */
export interface Model {
  /** The running host, if there is one, and the token in its config. */
  host: { readonly token: string | undefined; readonly isConfigured: boolean } | undefined;
  /** The token in the config with which the next host will start. */
  nextToken: string | undefined;
  /** The passwords of the existing clusters, by UUID. */
  readonly passwords: Map<string, string>;
  readonly statuses: Map<string, string>;
  server: "well" | "failing";
  /** Whether the token has the scope for credentials. */
  credentials: boolean;
  /** The clusters in the state, by UUID, and whether they require credentials. */
  readonly stored: Map<string, { readonly requireCredentials: boolean }>;
}

/** The real emulator and host. */
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

/** The end of a read: password and status, or that the cluster is gone, or a word of the error's message. */
export type Ending =
  | { readonly password: string | null; readonly status: string }
  | { readonly isGone: true }
  | { readonly fails: string };

/** The end of a read according to the model. */
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
    return isRefresh
      ? { isGone: true }
      : { fails: "not found: the token's team has no cluster with this UUID" };
  }
  if (!model.credentials && requireCredentials) {
    const isCreating = model.statuses.get(uuid) === "creating";
    return { fails: isCreating ? "is not online yet" : "withheld its uri, user and password" };
  }
  return { password: model.credentials ? password : null, status: model.statuses.get(uuid) ?? "online" };
}

/** The end of a read of the real host. */
export async function seenEnding(reading: Promise<ReadResult>, expected: Ending): Promise<Ending> {
  try {
    const { id, properties } = await reading;
    if (id === "") {
      return { isGone: true };
    }
    const { connection, status } = unmarked(properties) as { connection: Properties; status: string };
    return { password: (connection["password"] as string | undefined) ?? null, status };
  } catch (error) {
    const { details } = error as ServiceError;
    expect(details).not.toMatch(/[\r\n]|AVNS_|dop_v1_/);
    return { fails: "fails" in expected && details.includes(expected.fails) ? expected.fails : details };
  }
}

/** Makes the emulator answer as the model says. */
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
