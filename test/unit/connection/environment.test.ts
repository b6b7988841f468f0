import { connectionEnvironment } from "../../../src/connection/environment";
import type { ConnectionProperties } from "../../../src/connection/connection";
import { engines } from "../../../testing/emulator/clusters";

const connection: ConnectionProperties = {
  engine: "pg",
  uri: "the-uri",
  host: "the-host",
  port: 25060,
  user: "the-user",
  password: "the-password",
  database: "the-database",
  ssl: true,
  caFile: undefined,
};

const postgresql = {
  PGHOST: "the-host",
  PGPORT: "25060",
  PGUSER: "the-user",
  PGPASSWORD: "the-password",
  PGDATABASE: "the-database",
  PGSSLMODE: "require",
  DATABASE_URL: "the-uri",
};
const mysql = {
  MYSQL_HOST: "the-host",
  MYSQL_PORT: "25060",
  MYSQL_TCP_PORT: "25060",
  MYSQL_USER: "the-user",
  MYSQL_PASSWORD: "the-password",
  MYSQL_PWD: "the-password",
  MYSQL_DATABASE: "the-database",
  DATABASE_URL: "the-uri",
};
const redis = {
  REDIS_URL: "the-uri",
  REDIS_HOST: "the-host",
  REDIS_PORT: "25060",
  REDIS_USERNAME: "the-user",
  REDIS_PASSWORD: "the-password",
  REDISCLI_AUTH: "the-password",
};
const valkey = {
  VALKEY_URL: "the-uri",
  VALKEY_HOST: "the-host",
  VALKEY_PORT: "25060",
  VALKEY_USERNAME: "the-user",
  VALKEY_PASSWORD: "the-password",
  VALKEYCLI_AUTH: "the-password",
  ...redis,
};
const mongodb = {
  MONGODB_URI: "the-uri",
  MONGODB_USERNAME: "the-user",
  MONGODB_PASSWORD: "the-password",
  MONGODB_DATABASE: "the-database",
  DATABASE_URL: "the-uri",
};
const kafka = {
  KAFKA_BOOTSTRAP_SERVERS: "the-uri",
  KAFKA_BROKERS: "the-uri",
  KAFKA_SECURITY_PROTOCOL: "SASL_SSL",
  KAFKA_SASL_MECHANISM: "SCRAM-SHA-256",
  KAFKA_SASL_USERNAME: "the-user",
  KAFKA_SASL_PASSWORD: "the-password",
};
const opensearch = {
  OPENSEARCH_URL: "the-uri",
  OPENSEARCH_HOST: "the-host",
  OPENSEARCH_PORT: "25060",
  OPENSEARCH_USERNAME: "the-user",
  OPENSEARCH_PASSWORD: "the-password",
};
const neutral = {
  DATABASE_URL: "the-uri",
  DATABASE_HOST: "the-host",
  DATABASE_PORT: "25060",
  DATABASE_USER: "the-user",
  DATABASE_PASSWORD: "the-password",
  DATABASE_NAME: "the-database",
};

it.each<[string, Record<string, string>]>([
  ["pg", postgresql],
  ["advanced_pg", postgresql],
  ["mysql", mysql],
  ["advanced_mysql", mysql],
  ["redis", redis],
  ["valkey", valkey],
  ["mongodb", mongodb],
  ["kafka", kafka],
  ["opensearch", opensearch],
  ["duckdb", neutral],
  ["", neutral],
  ["toString", neutral],
])("connectionEnvironment for %j has the variables of its tools and no others", (engine, expected) => {
  expect(connectionEnvironment({ ...connection, engine })).toStrictEqual(expected);
});

describe("connectionEnvironment without a database", () => {
  it.each([...engines, "duckdb"])("has no variable for the database of %s", (engine) => {
    const variables = connectionEnvironment({ ...connection, engine, database: undefined });
    const all = connectionEnvironment({ ...connection, engine });
    const names = ["PGDATABASE", "MYSQL_DATABASE", "MONGODB_DATABASE", "DATABASE_NAME"];
    expect(variables).toStrictEqual(
      Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name))),
    );
  });
});

describe("connectionEnvironment without TLS", () => {
  it.each(["pg", "advanced_pg"])("disables TLS for %s", (engine) => {
    const variables = connectionEnvironment({ ...connection, engine, ssl: false });
    expect(variables).toStrictEqual({ ...postgresql, PGSSLMODE: "disable" });
  });

  it("has a security protocol without TLS for kafka", () => {
    const variables = connectionEnvironment({ ...connection, engine: "kafka", ssl: false });
    expect(variables).toStrictEqual({ ...kafka, KAFKA_SECURITY_PROTOCOL: "SASL_PLAINTEXT" });
  });
});

describe("connectionEnvironment with a CA file", () => {
  const caFile = "/etc/ssl/database-ca.pem";
  it.each<[string, Record<string, string>]>([
    ["pg", { ...postgresql, PGSSLMODE: "verify-full", PGSSLROOTCERT: caFile }],
    ["advanced_pg", { ...postgresql, PGSSLMODE: "verify-full", PGSSLROOTCERT: caFile }],
    ["mysql", { ...mysql, MYSQL_SSL_CA: caFile, MYSQL_ATTR_SSL_CA: caFile }],
    ["advanced_mysql", { ...mysql, MYSQL_SSL_CA: caFile, MYSQL_ATTR_SSL_CA: caFile }],
    ["redis", redis],
    ["valkey", valkey],
    ["mongodb", mongodb],
    ["kafka", { ...kafka, KAFKA_SSL_CA_LOCATION: caFile }],
    ["opensearch", { ...opensearch, OPENSEARCH_SSL_CERTIFICATEAUTHORITIES: caFile }],
    ["duckdb", neutral],
  ])("names the file for the tools of %s, and in DATABASE_CA_FILE", (engine, expected) => {
    const variables = connectionEnvironment({ ...connection, engine, caFile });
    expect(variables).toStrictEqual({ ...expected, DATABASE_CA_FILE: caFile });
  });
});

describe("connectionEnvironment with any one member missing", () => {
  const members = ["uri", "host", "port", "user", "password", "database", "ssl"] as const;
  it.each([...engines, "duckdb"])(
    "never has undefined, null or an empty text as a value for %s",
    (engine) => {
      for (const member of members) {
        const variables = connectionEnvironment({ ...connection, engine, [member]: undefined });
        expect(Object.values(variables).every((value) => typeof value === "string" && value !== "")).toBe(
          true,
        );
        expect(JSON.stringify(variables)).not.toMatch(/undefined|null/);
      }
    },
  );
});

it("connectionEnvironment has only names that a shell can set", () => {
  for (const engine of [...engines, "duckdb"]) {
    for (const name of Object.keys(connectionEnvironment({ ...connection, engine, caFile: "ca.pem" }))) {
      expect(name).toMatch(/^[A-Z][A-Z_]*$/);
    }
  }
});

it("connectionEnvironment has values as they are, without escapes", () => {
  const password = `a'b"c$d\\e\n é 😀`;
  expect(connectionEnvironment({ ...connection, password })["PGPASSWORD"]).toBe(password);
});
