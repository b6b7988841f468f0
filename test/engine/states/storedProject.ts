import { databaseCluster } from "../../../testing/emulator/clusters";

/** Its name is in the URNs of every stored state: it never changes. */
export const storedProjectName = "stored-state";

/** Of all stored states; with another one nobody can read them. */
export const storedPassphrase = "not a secret: the states are planted";

/**
 * The program that the stored states are of, in words that every release knows. The API's address is in the
 * environment alone, so that the states know none; the config is in them, its secrets encrypted.
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
