// The other things of a cluster: CA certificate, connection pools and read-only replicas, in the form of the API.
import { clusterUuid, databaseCluster, databaseConnection, plantedPassword } from "./clusters";
import type { Connection } from "./clusters";

/** The CA certificate of an emulated project, as PEM. Its key was thrown away. */
export const caCertificate = [
  "-----BEGIN CERTIFICATE-----",
  "MIIBoTCCAUegAwIBAgIUCjLfjPhK6GL01JMnTbl0tDd0ymAwCgYIKoZIzj0EAwIw",
  "HTEbMBkGA1UEAwwScGxhbnRlZCBQcm9qZWN0IENBMCAXDTI2MTEyMjA2MzExN1oY",
  "DzIxMjYxMDI5MDYzMTE3WjAdMRswGQYDVQQDDBJwbGFudGVkIFByb2plY3QgQ0Ew",
  "WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR6kLMgOxho5ld7W1mofjbjnHP/GZxh",
  "7W6tcYb8ZTxXwOjOksLRgcGc7MjyrgrBXl10UaZ+WR9ePMXGm8lZ1YR9o2MwYTAd",
  "BgNVHQ4EFgQUF9koul8bKP4uFvlEgL/vlUacZ98wHwYDVR0jBBgwFoAUF9koul8b",
  "KP4uFvlEgL/vlUacZ98wDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYw",
  "CgYIKoZIzj0EAwIDSAAwRQIgHPg+MvcZ9spk+pIyjVKZCp5AnBltXa0rqZEnv1Zp",
  "gtUCIQCGMSpAqMtAUKz6c5ZTygjlAN/L0PteDxKmkHwPGltxGg==",
  "-----END CERTIFICATE-----",
  "",
].join("\n");

/** A `database_connection_pool` of the emulated PostgreSQL cluster. */
export function connectionPool(
  overrides: Record<string, unknown> = {},
): Record<string, unknown> & { name: string } {
  const name = "planted-pool";
  const connect = (property: string): Connection => {
    const { uri: _, ...parts } = databaseCluster("pg")[property] as Connection;
    const login = { user: "app", password: plantedPassword("pg-app") };
    return databaseConnection("pg", { ...parts, ...login, port: 25061, database: name });
  };
  return {
    name,
    mode: "transaction",
    size: 10,
    db: "app",
    user: "app",
    connection: connect("connection"),
    private_connection: connect("private_connection"),
    standby_connection: connect("standby_connection"),
    standby_private_connection: connect("standby_private_connection"),
    ...overrides,
  };
}

/** A `database_replica`. Its `uri` is empty, as in the example of the API's description. */
export function databaseReplica(
  engine: "pg" | "mysql" = "pg",
  overrides: Record<string, unknown> = {},
): Record<string, unknown> & { name: string } {
  const name = "planted-replica";
  const connect = (prefix: string): Connection =>
    databaseConnection(engine, {
      host: `${prefix}${name}-do-user-1-0.db.example.com`,
      port: 25060,
      user: "doadmin",
      password: plantedPassword(`${engine}-replica`),
      database: "defaultdb",
      ssl: true,
    });
  return {
    id: "5a1e0000-0000-4000-8000-0000000000b1",
    name,
    connection: { ...connect(""), uri: "" },
    private_connection: { ...connect("private-"), database: "" },
    region: "fra1",
    size: "db-s-1vcpu-2gb",
    status: "online",
    tags: ["reports"],
    created_at: "2026-02-11T18:37:36Z",
    private_network_uuid: "d455e75d-4858-4eec-8c95-da2f0a5f93a7",
    storage_size_mib: 61440,
    do_settings: { service_cnames: ["planted-replica-cname.example.com"] },
    ...overrides,
  };
}

/** The pools and replicas of the emulated clusters, by the cluster's UUID. */
export const plantedPools = { [clusterUuid("pg")]: [connectionPool()] };
export const plantedReplicas = {
  [clusterUuid("pg")]: [databaseReplica()],
  [clusterUuid("mysql")]: [databaseReplica("mysql")],
};
