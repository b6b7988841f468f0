/**
 * A program that uses everything this package offers: all data functions, the resource, connections, their environment
 * variables and stack outputs. It exports everything and logs all values, as careless programs do.
 */
export const everythingLookedUp = `
const pulumi = require("@pulumi/pulumi");
const { inspect } = require("node:util");
const databases = require("pulumi-digitalocean-databases");

const config = new pulumi.Config();
const uuids = config.requireObject("uuids");
const properties = config.requireObject("properties");
const names = config.requireObject("names");
const outputs = {};

function keep(name, value) {
  outputs[name] = value;
  for (const text of [String(value), JSON.stringify(value), inspect(value, { depth: 4, showHidden: true })]) {
    void pulumi.log.debug(name + " " + text);
    void pulumi.log.info(name + " " + text);
  }
}

function keepCluster(prefix, cluster) {
  keep(prefix, { ...cluster });
  Object.assign(outputs, databases.stackOutputs(cluster, { prefix, properties }));
  const connection = databases.connectionFor(cluster, { network: "private" });
  keep(prefix + "Wired", connection);
  Object.assign(outputs, databases.stackOutputs(connection, { prefix: prefix + "Wired" }));
  keep(prefix + "Environment", databases.connectionEnv(connection));
}

module.exports = async () => {
  for (const [engine, uuid] of Object.entries(uuids)) {
    keepCluster(engine, databases.getDatabaseClusterOutput({ uuid }));
  }
  const uuid = uuids.pg;
  const part = { clusterUuid: uuid };
  keepCluster("named", await databases.getDatabaseCluster({ name: names.cluster }));
  keepCluster("argument", databases.getDatabaseClusterOutput({ uuid, token: config.requireSecret("token") }));
  keepCluster("configured", databases.getDatabaseClusterOutput({ uuid, configNamespace: "configured" }));
  for (const engine of ["pg", "kafka", "opensearch"]) {
    const resource = new databases.DatabaseCluster(engine, { uuid: uuids[engine] });
    Object.assign(outputs, databases.stackOutputs(resource, { prefix: engine + "Resource", properties }));
    keep(engine + "ResourceEnvironment", databases.connectionEnv(databases.connectionFor(resource)));
    void pulumi.log.info(String(resource));
  }
  const configured = new databases.DatabaseCluster("configured", { uuid, configNamespace: "configured" });
  outputs.configuredResourceUri = configured.uri;
  keep("ca", await databases.getDatabaseCa(part));
  keep("user", await databases.getDatabaseUser({ ...part, name: names.user }));
  keep("kafkaUser", databases.getDatabaseUserOutput({ clusterUuid: uuids.kafka, name: names.user }));
  keep("pool", await databases.getDatabaseConnectionPool({ ...part, name: names.pool }));
  keep("replica", databases.getDatabaseReplicaOutput({ ...part, name: names.replica }));
  keep("poolEnvironment", databases.connectionEnv(databases.connectionFor(outputs.pool)));
  keep("replicaEnvironment", databases.connectionEnv(databases.connectionFor(outputs.replica)));
  keep("metrics", await databases.getDatabaseMetricsCredentials());
  return outputs;
};
`;

/** A program that reads the outputs of another stack with both functions. */
export const everythingReferenced = `
const pulumi = require("@pulumi/pulumi");
const { inspect } = require("node:util");
const databases = require("pulumi-digitalocean-databases");
const { connectionEnv, connectionFor, databaseClusterFromStack, databaseConnectionFromStack } = databases;
const stack = new pulumi.Config().require("stack");
const cluster = databaseClusterFromStack(stack, { prefix: "pg" });
const connection = databaseConnectionFromStack(stack, { prefix: "pgWired" });
const all = new pulumi.StackReference("all", { name: stack });
void pulumi.log.info(inspect(connection, { depth: 4, showHidden: true }) + JSON.stringify(connection));
void pulumi.log.info(inspect(cluster, { depth: 4, showHidden: true }) + String(cluster.uri) + JSON.stringify(cluster));
module.exports = { ...cluster, environment: connectionEnv(connectionFor(cluster)), all: all.outputs, connection };
`;
