// The program and the clusters of which earlier builds have stored states.
import { databaseCluster } from "../../../testing/emulator/clusters";

/** The project's name. It must not change, because it is in the URNs of every stored state. */
export const storedProjectName = "stored-state";

/** The passphrase of all stored states. */
export const storedPassphrase = "not a secret: the states are planted";

/**
 * The program of the stored states. It only uses what every release has. The API's address is only in the environment
 * and therefore not in the states; the config is in them, with encrypted secrets.
 */
export const storedProgram = `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster, stackOutputs } = require("pulumi-digitalocean-databases");
const config = new pulumi.Config();
const database = new DatabaseCluster("database", { uuid: config.require("databaseUuid") });
const cache = new DatabaseCluster("cache", {
  uuid: config.require("cacheUuid"),
  configNamespace: "otherAccount",
  requireCredentials: true,
});
module.exports = {
  ...stackOutputs(database, { prefix: "database" }),
  ...stackOutputs(cache, { prefix: "cache" }),
};
`;

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
