/**
 * Every property and whether it is secret. The marking of Outputs, their types, the stack outputs, the guides' lists
 * and the leak tests are derived from these lists.
 *
 * Secret is what grants or eases access: credentials, user names, network locations and access rules. The name of a user
 * or pool that a program looks up by name is public, because the program contains it.
 */

/** What is known of a property beside its type. */
export interface Field {
  /** Whether the value is a secret Output, which every state encrypts. */
  readonly secret: boolean;
}

/** The properties of a type. The compiler reports a missing one where a table has to be of this type. */
export type FieldsOf<P> = { readonly [K in keyof P]-?: Field };

type Fields<Public extends string, Secret extends string> = Readonly<
  Record<Public, { readonly secret: false }> & Record<Secret, { readonly secret: true }>
>;

function fieldsOf<Public extends string, Secret extends string>(
  publicProperties: readonly Public[],
  secretProperties: readonly Secret[],
): Fields<Public, Secret> {
  return Object.fromEntries([
    ...publicProperties.map((property) => [property, { secret: false }] as const),
    ...secretProperties.map((property) => [property, { secret: true }] as const),
  ]) as Fields<Public, Secret>;
}

const connections = [
  "connection",
  "privateConnection",
  "standbyConnection",
  "standbyPrivateConnection",
] as const;

const publicOfCluster = [
  ...["id", "name", "engine", "version", "semanticVersion", "numNodes", "size", "region", "status"],
  ...["createdAt", "tags", "dbNames", "maintenanceWindow", "projectId", "privateNetworkUuid"],
  ...["storageSizeMib", "versionEndOfLife", "versionEndOfAvailability"],
] as const;

const secretOfCluster = [
  ...connections,
  ...["uiConnection", "schemaRegistryConnection", "users", "metricsEndpoints", "rules", "doSettings"],
  ...["uri", "host", "port", "user", "password", "database", "privateUri", "privateHost", "privatePort"],
] as const;

const clusterSecrecy = fieldsOf(publicOfCluster, secretOfCluster);

/** The properties of a cluster that `stackOutputs` exports only if the program names them. */
const notExported: readonly ClusterProperty[] = ["users", "metricsEndpoints", "rules", "doSettings"];

/** A property of a cluster. */
export type ClusterProperty = keyof typeof clusterSecrecy;

/** A cluster. `exported` is whether `stackOutputs` exports the property by default. */
export const clusterFields = Object.fromEntries(
  Object.entries(clusterSecrecy).map(([property, field]) => [
    property,
    { ...field, exported: !notExported.includes(property as ClusterProperty) },
  ]),
) as { readonly [K in ClusterProperty]: (typeof clusterSecrecy)[K] & { readonly exported: boolean } };

/** The CA certificate of a cluster. */
export const caFields = fieldsOf(["clusterUuid", "certificate"], []);

/** A user. */
export const userFields = fieldsOf(
  ["clusterUuid", "name", "role", "mysqlSettings", "settings"],
  ["password", "accessCert", "accessKey"],
);

const secretOfPool = [
  ...connections,
  ...["uri", "host", "port", "password", "database", "privateUri", "privateHost", "privatePort"],
] as const;

/** A connection pool. Its `user` is its own, and public. */
export const connectionPoolFields = fieldsOf(
  ["clusterUuid", "name", "mode", "size", "db", "user", "engine"],
  secretOfPool,
);

const publicOfReplica = [
  ...["clusterUuid", "id", "name", "region", "size", "status", "tags", "createdAt", "engine"],
  ...["privateNetworkUuid", "storageSizeMib"],
] as const;

const secretOfReplica = [
  ...["connection", "privateConnection", "doSettings"],
  ...["uri", "host", "port", "user", "password", "database", "privateUri", "privateHost", "privatePort"],
] as const;

/** A read-only replica. */
export const replicaFields = fieldsOf(publicOfReplica, secretOfReplica);

/** The login for the metrics endpoints. */
export const metricsCredentialsFields = fieldsOf([], ["username", "password"]);

/** A connection that `connectionFor` has chosen. */
export const connectionFields = {
  ...fieldsOf([], ["uri", "host", "port", "user", "password", "database", "ssl"]),
  ...fieldsOf(["caFile", "engine"], []),
};

/** A property of a connection. */
export type ConnectionProperty = keyof typeof connectionFields;

/** The properties that are not secret. */
export type PublicProperty<F> = {
  [K in keyof F]: F[K] extends { readonly secret: true } ? never : K;
}[keyof F];

/** All properties of a table, in its order. */
export function propertiesOf<F extends object>(fields: F): readonly (keyof F & string)[] {
  return Object.keys(fields) as (keyof F & string)[];
}

/** All properties of a cluster. */
export const clusterProperties = propertiesOf(clusterFields);
