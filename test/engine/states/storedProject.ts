// The program and the clusters of which earlier builds have stored states.
import { databaseCluster } from "../../../testing/emulator/clusters";

/** The project's name. It must not change, because it is in the URNs of every stored state. */
export const storedProjectName = "stored-state";

/** The passphrase of all stored states. */
export const storedPassphrase = "not a secret: the states are planted";

/**
 * The program of the stored states. It only uses what every release has. The API's address is only in the environment
 * and therefore not in the states; the config is in them, with encrypted secrets.
 *
 * @param suffixes of the names of the clusters, for a program that has them more than once
 */
export function storedProgramWith(suffixes: readonly string[]): string {
  return `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster, stackOutputs } = require("pulumi-digitalocean-databases");
const config = new pulumi.Config();
for (const suffix of ${JSON.stringify(suffixes)}) {
  const database = new DatabaseCluster("database" + suffix, { uuid: config.require("databaseUuid") });
  const cache = new DatabaseCluster("cache" + suffix, {
    uuid: config.require("cacheUuid"),
    configNamespace: "otherAccount",
    requireCredentials: true,
  });
  Object.assign(module.exports, {
    ...stackOutputs(database, { prefix: "database" + suffix }),
    ...stackOutputs(cache, { prefix: "cache" + suffix }),
  });
}
`;
}

export const storedProgram = storedProgramWith([""]);

/** The tokens in the stored states. */
export const storedToken = "dop_v1_0123456789abcdef-planted-token";
export const otherToken = "dop_v1_planted-of-the-other-account";

/** The clusters as they were when the states were stored. */
export const storedClusters = { database: databaseCluster("pg"), cache: databaseCluster("valkey") };

export const storedConfig = {
  databaseUuid: storedClusters.database.id,
  cacheUuid: storedClusters.cache.id,
} as const;

export const storedSecretConfig = {
  "digitalocean:token": storedToken,
  "otherAccount:token": otherToken,
} as const;
