import type { ServiceError } from "@grpc/grpc-js";
import { databaseCluster } from "../../testing/emulator/clusters";
import type { Emulator } from "../../testing/emulator/emulator";
import { errorReply } from "../../testing/emulator/routes";
import { unmarked } from "./properties";
import type { Properties } from "./properties";
import type { ProviderHost, ReadResult } from "./providerHost";

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
    return isRefresh ? { isGone: true } : { fails: "DigitalOcean finds none with this UUID" };
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
