import { apiFieldName } from "../../../src/api/decode";
import { propertiesOf } from "../../../src/reads/secrecy";
import { partFunctions, plantedParts } from "../functions/partFunctions";

const open: Record<string, string[]> = {
  getDatabaseCa: ["clusterUuid", "certificate"],
  getDatabaseUser: ["clusterUuid", "name", "role", "mysqlSettings", "settings"],
  getDatabaseConnectionPool: ["clusterUuid", "name", "mode", "size", "db", "user", "engine"],
  getDatabaseReplica: [
    ...["clusterUuid", "id", "name", "region", "size", "status", "tags", "createdAt", "engine"],
    ...["privateNetworkUuid", "storageSizeMib"],
  ],
  getDatabaseMetricsCredentials: [],
};

const flat = ["uri", "host", "port", "password", "database", "privateUri", "privateHost", "privatePort"];
const secret: Record<string, string[]> = {
  getDatabaseCa: [],
  getDatabaseUser: ["password", "accessCert", "accessKey"],
  getDatabaseConnectionPool: [
    ...["connection", "privateConnection", "standbyConnection", "standbyPrivateConnection"],
    ...flat,
  ],
  getDatabaseReplica: ["connection", "privateConnection", "doSettings", "user", ...flat],
  getDatabaseMetricsCredentials: ["username", "password"],
};

describe.each(partFunctions)("$name", ({ name, fields }) => {
  const of = (isSecret: boolean): string[] =>
    propertiesOf(fields)
      .filter((property) => fields[property]?.secret === isSecret)
      .sort();

  it("public is what is harmless, and nothing else", () => {
    expect(of(false)).toEqual([...(open[name] ?? [])].sort());
  });

  it("secret is the rest", () => {
    expect(of(true)).toEqual([...(secret[name] ?? [])].sort());
  });
});

it.each(plantedParts)("%s: no public property holds anything that grants or eases access", (_, part) => {
  const harmless = Object.keys(part.fields).filter((property) => part.fields[property]?.secret === false);
  const text = JSON.stringify(harmless.map((property) => part.expected[property]));
  for (const hidden of [
    /AVNS_/,
    /db\.example\.com/,
    /PRIVATE KEY/,
    /planted-replica-cname/,
    /doadmin/,
    /25060/,
  ]) {
    expect(text).not.toMatch(hidden);
  }
});

it.each(plantedParts.filter(([, { name }]) => name !== "getDatabaseMetricsCredentials"))(
  "%s: every member of the API's that the emulator knows has a place",
  (_, { api, fields }) => {
    expect(propertiesOf(fields).map(apiFieldName)).toEqual(expect.arrayContaining(Object.keys(api)));
  },
);
