import * as tables from "../../../src/reads/secrecy";
import type { Field } from "../../../src/reads/secrecy";
import { engines } from "../../../testing/emulator/clusters";
import { Hunt } from "../../leaks/hunt";
import { plantApi } from "../../leaks/plantedApi";

const hunt = new Hunt();
const api = plantApi(hunt);
const pools = Object.values(api.pools).flat();
const replicas = Object.values(api.replicas).flat();

/*
 * What is secret in the API's answers by its meaning, and not by the package's table: credentials, user names, network
 * locations and access rules.
 */
const connection = ["uri", "host", "user", "password"];
const below = (names: readonly string[], members: readonly string[]): string[] =>
  names.flatMap((name) => members.map((member) => `${name}.${member}`));
const two = ["connection", "private_connection"];
const four = [...two, "standby_connection", "standby_private_connection"];
const secretsOfCluster = [
  ...below(four, connection),
  ...below(["ui_connection", "schema_registry_connection"], connection),
  ...["users.0.name", "users.0.password", "users.1.password", "users.0.access_cert", "users.0.access_key"],
  ...["rules.0.value", "rules.0.description", "metrics_endpoints.0.host", "metrics_endpoints.1.host"],
  "do_settings.service_cnames.0",
];

function at(object: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
      object,
    );
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

it.each<[string, readonly unknown[], readonly string[], Readonly<Record<string, Field>>]>([
  ["a cluster", api.clusters, secretsOfCluster, tables.clusterFields],
  ["a pool", pools, below(four, connection), tables.connectionPoolFields],
  ["a replica", replicas, [...below(two, connection), "do_settings.service_cnames.0"], tables.replicaFields],
])(
  "Everything in %s that is secret by its meaning is a canary in plantApi and secret in the package's table",
  (_, objects, paths, fields) => {
    for (const path of paths) {
      const values = objects.map((object) => at(object, path)).filter((value) => value !== undefined);
      // Some members exist for some engines only.
      expect([path, values.length > 0]).toEqual([path, true]);
      expect(values.filter((value) => hunt.inValue(value).length === 0)).toEqual([]);
      const property = camelCase(path.split(".")[0] ?? "");
      expect([property, fields[property]?.secret]).toEqual([property, true]);
    }
  },
);

it("The metrics credentials are canaries in plantApi and secret in the package's table", () => {
  expect(Object.values(api.metricsCredentials).map((text) => hunt.inValue(text).length > 0)).toEqual([
    true,
    true,
  ]);
  expect(tables.metricsCredentialsFields).toEqual({ username: { secret: true }, password: { secret: true } });
});

it("The credentials of a user that is looked up alone are secret in the package's table", () => {
  const { password, accessCert, accessKey } = tables.userFields;
  expect([password, accessCert, accessKey].map(({ secret }) => secret)).toEqual([true, true, true]);
});

it.each<[string, readonly Readonly<Record<string, unknown>>[], Readonly<Record<string, Field>>]>([
  ["a cluster", api.clusters, tables.clusterFields],
  ["a pool", pools, tables.connectionPoolFields],
  ["a replica", replicas, tables.replicaFields],
])(
  "Every secret property of %s has a canary in plantApi, and no public property has one",
  (_, objects, fields) => {
    const planted = new Set(
      objects.flatMap((object) =>
        Object.entries(object)
          .filter(([, value]) => hunt.inValue(value).length > 0)
          .map(([key]) => camelCase(key)),
      ),
    );
    const inApi = new Set(objects.flatMap((object) => Object.keys(object).map(camelCase)));
    // The API has no members for the flat properties, except a pool's `user`.
    const secret = Object.keys(fields).filter((name) => fields[name]?.secret === true && inApi.has(name));
    expect([...planted].sort()).toEqual(secret.sort());
    expect(secret.length).toBeGreaterThan(2);
  },
);

it("plantApi has at least 15 canaries for each engine", () => {
  for (const engine of engines) {
    expect(hunt.canaries.filter(({ name }) => name.startsWith(`${engine}: `)).length).toBeGreaterThan(15);
  }
});
