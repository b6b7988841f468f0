/** The environment variables for a connection. */
import type { ConnectionProperties } from "./connection";

/**
 * The environment variables that the engine's tools and libraries read; neutral names if the engine is unknown.
 * `DATABASE_CA_FILE` is for the drivers that read the path of the CA certificate from no variable of their own.
 * Variables without a value are left out.
 */
export function connectionEnvironment(connection: ConnectionProperties): Record<string, string> {
  const all = { ...variablesOf(connection), DATABASE_CA_FILE: connection.caFile };
  const variables = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(variables.map(([name, value]) => [name, String(value)]));
}

type Variables = Readonly<Record<string, string | number | undefined>>;

function variablesOf(connection: ConnectionProperties): Variables {
  const { engine, uri, host, port, user, password, database, ssl, caFile } = connection;
  switch (engine) {
    case "pg":
    case "advanced_pg":
      return {
        PGHOST: host,
        PGPORT: port,
        PGUSER: user,
        PGPASSWORD: password,
        PGDATABASE: database,
        PGSSLMODE: ssl ? (caFile === undefined ? "require" : "verify-full") : "disable",
        PGSSLROOTCERT: caFile,
        DATABASE_URL: uri,
      };
    case "mysql":
    case "advanced_mysql":
      return {
        // The client programs read MYSQL_TCP_PORT and MYSQL_PWD; the examples of most libraries read the others.
        MYSQL_HOST: host,
        MYSQL_PORT: port,
        MYSQL_TCP_PORT: port,
        MYSQL_USER: user,
        MYSQL_PASSWORD: password,
        MYSQL_PWD: password,
        MYSQL_DATABASE: database,
        // The client programs read neither. Laravel reads the second; many programs use the first.
        MYSQL_SSL_CA: caFile,
        MYSQL_ATTR_SSL_CA: caFile,
        DATABASE_URL: uri,
      };
    case "redis":
      return { ...cacheVariables("REDIS", connection), REDISCLI_AUTH: password };
    case "valkey":
      // Many of its tools and libraries are forks of Redis' and still read its names.
      return {
        ...cacheVariables("VALKEY", connection),
        VALKEYCLI_AUTH: password,
        ...cacheVariables("REDIS", connection),
        REDISCLI_AUTH: password,
      };
    case "mongodb":
      return {
        MONGODB_URI: uri,
        MONGODB_USERNAME: user,
        MONGODB_PASSWORD: password,
        MONGODB_DATABASE: database,
        DATABASE_URL: uri,
      };
    case "kafka":
      return {
        KAFKA_BOOTSTRAP_SERVERS: uri,
        KAFKA_BROKERS: uri,
        KAFKA_SECURITY_PROTOCOL: ssl ? "SASL_SSL" : "SASL_PLAINTEXT",
        KAFKA_SASL_MECHANISM: "SCRAM-SHA-256",
        KAFKA_SASL_USERNAME: user,
        KAFKA_SASL_PASSWORD: password,
        // Named after librdkafka's `ssl.ca.location`.
        KAFKA_SSL_CA_LOCATION: caFile,
      };
    case "opensearch":
      return {
        OPENSEARCH_URL: uri,
        OPENSEARCH_HOST: host,
        OPENSEARCH_PORT: port,
        OPENSEARCH_USERNAME: user,
        OPENSEARCH_PASSWORD: password,
        // Read by the image of OpenSearch Dashboards.
        OPENSEARCH_SSL_CERTIFICATEAUTHORITIES: caFile,
      };
    default:
      return {
        DATABASE_URL: uri,
        DATABASE_HOST: host,
        DATABASE_PORT: port,
        DATABASE_USER: user,
        DATABASE_PASSWORD: password,
        DATABASE_NAME: database,
      };
  }
}

function cacheVariables(name: string, { uri, host, port, user, password }: ConnectionProperties): Variables {
  return {
    [`${name}_URL`]: uri,
    [`${name}_HOST`]: host,
    [`${name}_PORT`]: port,
    [`${name}_USERNAME`]: user,
    [`${name}_PASSWORD`]: password,
  };
}
