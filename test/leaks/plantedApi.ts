// An emulated API in which every secret text is a canary.
import { connectionUri, databaseCluster, engines } from "../../testing/emulator/clusters";
import type { Cluster, Connection, Engine } from "../../testing/emulator/clusters";
import { caCertificate, connectionPool, databaseReplica } from "../../testing/emulator/parts";
import type { EmulatorState } from "../../testing/emulator/routes";
import { clusterFields, connectionPoolFields, replicaFields } from "../../src/reads/secrecy";
import type { Field } from "../../src/reads/secrecy";
import type { Hunt } from "./hunt";

/** The public names of the user, pool and replica that tests look up. */
export const names = { user: "app", pool: "planted-pool", replica: "planted-replica" };

/**
 * Members that are not canaries: URIs (which are made of canaries), words, dates and ids that may also occur elsewhere,
 * and a user's settings, which are public in `getDatabaseUser`.
 */
const plain = new Set(["uri", "role", "type", "created_at", "uuid", "cluster_uuid"]);
const plainObjects = new Set(["settings", "mysql_settings"]);

/** A password with every character that some quoting changes. */
const password = (core: string): string => `AVNS_é@/:?#%&+="'\\<b>${core}</b>&'"\\%2F planted`;

/** The form of texts in the API, by the name of their member. */
const shapes: Record<string, (core: string) => string> = {
  password,
  name: (core) => `user_${core}`,
  host: (core) => `db-${core}.db.example.com`,
  user: (core) => `user_${core}`,
  database: (core) => `db_${core}`,
  access_cert: (core) => pem("CERTIFICATE", core),
  access_key: (core) => pem("PRIVATE KEY", core),
  value: (core) => `tag-${core}`,
  service_cnames: (core) => `${core}.example.com`,
};

function pem(kind: string, core: string): string {
  return `-----BEGIN ${kind}-----\n${core}\n-----END ${kind}-----\n`;
}

/** A canary in the form of DigitalOcean's tokens. */
export function plantToken(hunt: Hunt, name: string): string {
  return hunt.plant(name, (core) => `dop_v1_${core}${"0".repeat(64 - core.length)}`);
}

/** The state of an emulator in which every text of a secret property is a canary. */
export function plantApi(hunt: Hunt): EmulatorState {
  const cluster = (engine: Engine): Cluster =>
    planted(hunt, engine, engine, databaseCluster(engine), clusterFields);
  const clusters = engines.map(cluster);
  const [pg] = clusters;
  const pool = planted(hunt, "pool", "pg", connectionPool(), connectionPoolFields);
  const replica = planted(hunt, "replica", "pg", databaseReplica(), replicaFields);
  return {
    clusters,
    caCertificate,
    pools: { [pg?.id ?? ""]: [pool] },
    replicas: { [pg?.id ?? ""]: [replica] },
    metricsCredentials: {
      basic_auth_username: hunt.plant("metrics: basic_auth_username"),
      basic_auth_password: hunt.plant("metrics: basic_auth_password", password),
    },
  };
}

/** The object with canaries for all texts in its secret properties. */
function planted<T extends Record<string, unknown>>(
  hunt: Hunt,
  name: string,
  engine: Engine,
  object: T,
  fields: Readonly<Record<string, Field>>,
): T {
  const plant = (value: unknown, member: string, path: string): unknown => {
    if (plainObjects.has(member)) {
      return value;
    }
    if (Array.isArray(value)) {
      return value.map((element, index) => plant(element, member, `${path}[${index}]`));
    }
    if (typeof value === "object" && value !== null) {
      const members = Object.entries(value).map(([key, inner]) => [key, plant(inner, key, `${path}.${key}`)]);
      return withUri(engine, Object.fromEntries(members) as Record<string, unknown>);
    }
    const isOpen = plain.has(member) || (member === "name" && value === names.user);
    return typeof value !== "string" || isOpen
      ? value
      : hunt.plant(path, shapes[member] ?? ((core) => `text of ${core}`));
  };
  const isSecret = (key: string): boolean => fields[camelCase(key)]?.secret === true;
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key,
      isSecret(key) ? plant(value, key, `${name}: ${key}`) : value,
    ]),
  ) as T;
}

/** Makes the URI of a connection from its parts, so that it contains their canaries. */
function withUri(engine: Engine, object: Record<string, unknown>): Record<string, unknown> {
  return "uri" in object
    ? { ...object, uri: connectionUri(engine, object as unknown as Connection) }
    : object;
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
