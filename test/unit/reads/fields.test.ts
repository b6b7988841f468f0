import { apiFieldName } from "../../../src/api/decode";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { databaseCluster } from "../../../testing/emulator/clusters";
import { described } from "./apiCluster";

const of = (secret: boolean): string[] =>
  clusterProperties.filter((property) => clusterFields[property].secret === secret);

it("public is what is harmless, and nothing else", () => {
  expect(of(false)).toEqual([
    ...["id", "name", "engine", "version", "semanticVersion", "numNodes", "size", "region", "status"],
    ...["createdAt", "tags", "dbNames", "maintenanceWindow", "projectId", "privateNetworkUuid"],
    ...["storageSizeMib", "versionEndOfLife", "versionEndOfAvailability"],
  ]);
});

it("secret is the rest", () => {
  expect(of(true)).toEqual([
    ...["connection", "privateConnection", "standbyConnection", "standbyPrivateConnection"],
    ...["uiConnection", "schemaRegistryConnection", "users", "metricsEndpoints", "rules", "doSettings"],
    ...["uri", "host", "port", "user", "password", "database", "privateUri", "privateHost"],
    "privatePort",
  ]);
});

it("exported unless asked otherwise is all but four", () => {
  expect(clusterProperties.filter((property) => !clusterFields[property].exported)).toEqual([
    ...["users", "metricsEndpoints", "rules", "doSettings"],
  ]);
});

it("no public property holds anything of a connection, a user or a rule", () => {
  for (const engine of ["pg", "kafka", "opensearch"] as const) {
    const cluster = described(databaseCluster(engine));
    const open = JSON.stringify(of(false).map((property) => cluster[property as keyof typeof cluster]));
    for (const hidden of [
      /AVNS_/,
      /db\.example\.com/,
      /PRIVATE KEY/,
      /203\.0\.113/,
      /planted-cname/,
      /doadmin/,
    ]) {
      expect(JSON.stringify(cluster)).toMatch(
        engine === "kafka" || hidden.source !== "PRIVATE KEY" ? hidden : /./,
      );
      expect(open).not.toMatch(hidden);
    }
  }
});

it("every property of the API's that the emulator knows has a place", () => {
  const flat = ["uri", "host", "port", "user", "password", "database"];
  flat.push("privateUri", "privateHost", "privatePort");
  const names = clusterProperties.filter((property) => !flat.includes(property)).map(apiFieldName);
  const sent = new Set([
    ...Object.keys(databaseCluster("kafka")),
    ...Object.keys(databaseCluster("opensearch")),
  ]);
  expect([...sent].sort()).toEqual([...names].sort());
});
