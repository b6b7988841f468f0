import { ApiClient } from "../../src/api/client";
import type { DigitalOceanApiErrorCode } from "../../src/errors";
import type { ClusterPropertiesWithoutCredentials } from "../../src/reads/clusterShape";
import type { ServiceConnection } from "../../src/connection/connection";
import { describeCluster, getCluster } from "../../src/reads/clusterShape";
import { clusterFields, clusterProperties } from "../../src/reads/secrecy";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { settingsFor, uuid } from "../unit/api/lookUp";
import { requireClusterCredentials } from "../unit/reads/apiCluster";
import { thrownBy } from "../unit/rejection";
import { apiDescription, describeWithSpec } from "./apiDescription";
import { expectedValue } from "../expectedValue";
import { clusterFixtures, listFixtures, offspecFixtures, secretTexts } from "./fixtures";
import type { RawCluster } from "./fixtures";

const connectionProperties = [
  ...(["connection", "privateConnection", "standbyConnection", "standbyPrivateConnection"] as const),
  ...(["uiConnection", "schemaRegistryConnection"] as const),
];

/** The fixtures without credentials, and the codes of lookups that need them. */
const refused: Record<string, DigitalOceanApiErrorCode> = {
  "clusters[10]": "not_online",
  "creating.no-connections": "not_online",
  "creating.null-connections": "not_online",
  "minimal-required": "unexpected_response",
  "mongodb.password-not-returned": "credentials_withheld",
  "no-view-credentials.database-read-scope-only": "credentials_withheld",
  "no-view-credentials.empty": "credentials_withheld",
  "no-view-credentials.omitted": "credentials_withheld",
  "no-view-credentials.uri-redacted": "credentials_withheld",
};

/** The expected properties by MODEL.md, computed without this package's decoder. */
function expected(raw: RawCluster): Record<string, unknown> {
  const cluster = { id: uuid, ...(expectedValue(raw) as Record<string, unknown>) } as Record<string, unknown>;
  for (const property of connectionProperties) {
    const connection = cluster[property] as ServiceConnection | undefined;
    if (connection !== undefined) {
      const { uri, ...rest } = connection;
      const isService = property === "uiConnection" || property === "schemaRegistryConnection";
      const url = uri?.includes("://") === true ? new URL(uri.replace(/^[a-z+]+:/, "http:")) : undefined;
      const path = isService ? "" : (url?.pathname ?? "");
      const { tls: _, ...options } = Object.fromEntries(url?.searchParams ?? []);
      cluster[property] = {
        ...(path === "/" || path === "" ? {} : { database: path.slice(1) }),
        ...rest,
        ...(connection.password === undefined ? {} : { uri }),
        ...(connection.password === undefined && cluster["engine"] === "mongodb" && url !== undefined
          ? { withheldUri: { scheme: "mongodb+srv", options } }
          : {}),
      };
    }
  }
  const { uri, host, port, user, password, database } = (cluster["connection"] ?? {}) as Record<
    string,
    unknown
  >;
  const {
    uri: privateUri,
    host: privateHost,
    port: privatePort,
  } = (cluster["privateConnection"] ?? {}) as Record<string, unknown>;
  return { ...cluster, uri, host, port, user, password, database, privateUri, privateHost, privatePort };
}

describeWithSpec("The client reads the cluster fixtures", () => {
  const emulator = useEmulator();

  async function read(body: { database: RawCluster }): Promise<ClusterPropertiesWithoutCredentials> {
    emulator.misbehave({ status: 200, body });
    const api = new ApiClient(settingsFor(emulator.url), () => undefined);
    const asked = (body.database["id"] as string | undefined) ?? uuid;
    return describeCluster(await getCluster(api, asked), asked);
  }

  const fixtures = [
    ...clusterFixtures,
    ...offspecFixtures,
    ...listFixtures.flatMap(([name, { databases }]) =>
      databases.map((database, index) => [`${name}[${index}]`, { database }] as const),
    ),
  ];

  it("of all kinds", () => {
    expect(clusterFixtures.length).toBeGreaterThanOrEqual(20);
    expect(offspecFixtures.length).toBeGreaterThanOrEqual(2);
    expect(listFixtures.length).toBe(2);
    const names = fixtures.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(refused)));
  });

  it.each(fixtures)("with every value in its property and nothing else: %s", async (_, fixture) => {
    const cluster = await read(fixture);
    expect(Object.keys(cluster).sort()).toEqual([...clusterProperties].sort());
    expect(cluster).toEqual(expected(fixture.database));
  });

  it.each(fixtures)("with secrets in secret properties only: %s", async (_, fixture) => {
    const cluster = await read(fixture);
    const held = (secret: boolean): string =>
      JSON.stringify(
        clusterProperties
          .filter((name) => clusterFields[name].secret === secret)
          .map((name) => cluster[name]),
      );
    const secrets = secretTexts(fixture.database).filter((text) => !Object.values(cluster).includes(text));
    for (const secret of [...secrets, cluster.uri, cluster.password, cluster.user, cluster.host]) {
      if (secret !== undefined) {
        expect(held(false)).not.toContain(JSON.stringify(secret).slice(1, -1));
      }
    }
    expect(held(false)).not.toContain("AVNS_");
  });

  it.each(fixtures)("with their credentials, or fails with the reason: %s", async (name, fixture) => {
    const cluster = await read(fixture);
    const code = refused[name];
    if (code === undefined) {
      expect(requireClusterCredentials(cluster, uuid, "the argument token")).toBe(cluster);
      expect(cluster.password).toMatch(/^AVNS_/);
    } else {
      const error = thrownBy(() => requireClusterCredentials(cluster, uuid, "the argument token"));
      expect(error).toMatchObject({ code, clusterUuid: uuid });
      for (const property of connectionProperties) {
        expect(cluster[property]?.uri).toBeUndefined();
      }
    }
  });
});

describeWithSpec("The API's description", () => {
  const path = "/v2/databases/{database_cluster_uuid}";

  it.each(clusterFixtures)("allows the cluster fixture %s, which has no other members", (_, fixture) => {
    expect(apiDescription({ closed: true }).defects(path, 200, fixture)).toEqual([]);
  });

  it.each(offspecFixtures)("does not allow the fixture %s", (_, fixture) => {
    expect(apiDescription().defects(path, 200, fixture)).not.toEqual([]);
  });

  it.each(listFixtures)("allows the list fixture %s", (_, fixture) => {
    expect(apiDescription({ closed: true }).defects("/v2/databases", 200, fixture)).toEqual([]);
  });
});
