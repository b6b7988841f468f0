/** `connectionEnv`: the environment variables for a connection. */
import type { ConnectionProperties } from "../../connection/connection";
import { connectionEnvironment } from "../../connection/environment";
import { DigitalOceanApiError } from "../../errors";
import type { Accepted, NamesOf } from "../../reads/knownNames";
import { connectionFields, propertiesOf } from "../../reads/secrecy";
import { connectionValues } from "../../reads/values";
import { checkedArgument, requireKnownOptions, requireLookedUp } from "../givenArguments";
import { outputOf, secretOf, valueOf, valuesOf } from "../outputs";
import * as pulumi from "@pulumi/pulumi";
import { connectionFor, connectionForNames, isConnection } from "./connectionFor";
import type { ConnectionSource, DatabaseConnection } from "./connectionFor";

/** How the variables are named, and which are added. */
export interface ConnectionEnvOptions {
  /** The beginning of every name: `ORDERS_` makes `ORDERS_PGHOST`. Empty by default. */
  readonly prefix?: string | undefined;
  /**
   * The CA certificate of the cluster, PEM. Its text becomes the variable `DATABASE_CA_CERT`. Tools need a file: if the
   * connection was made with `caFile`, the application or its container writes the text to that path before it connects.
   */
  readonly caCertificate?: pulumi.Input<string | undefined>;
}

const accepted: Accepted = {
  subject: "connectionEnv",
  kind: "option",
  names: { prefix: true, caCertificate: true } satisfies NamesOf<ConnectionEnvOptions>,
  elsewhere: Object.fromEntries(
    Object.keys(connectionForNames).map((name) => [
      name,
      `it is an option of connectionFor: \`connectionEnv(connectionFor(cluster, { ${name} }))\``,
    ]),
  ),
};

/**
 * The environment variables that the tools and libraries of the connection's engine read: for a container, a function,
 * or the `stringData` of a Kubernetes Secret. `PGHOST`, …, `DATABASE_URL` for PostgreSQL; docs/connections.md lists the variables
 * of every engine.
 *
 * @param connection the result of connectionFor; a cluster, pool or replica is the same as `connectionFor(cluster)`
 * @returns names and values, secret as a whole, because the names depend on the engine
 * @throws DigitalOceanApiError `invalid_argument`: the prefix cannot begin the name of a variable. The Output fails with
 * the errors of the connection.
 *
 * @example
 * ```ts
 * const cluster = getDatabaseClusterOutput({ uuid: "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30" });
 * export const environment = connectionEnv(connectionFor(cluster, { database: "orders" }));
 * ```
 */
export function connectionEnv(
  connection: DatabaseConnection | ConnectionSource,
  options: ConnectionEnvOptions = {},
): pulumi.Output<Record<string, string>> {
  const given = requireKnownOptions(options, accepted);
  const prefix = given.prefix ?? "";
  let chosen: DatabaseConnection;
  if (isConnection(connection)) {
    chosen = connection;
  } else {
    requireLookedUp(connection, "connectionEnv", (value) => "engine" in value);
    chosen = connectionFor(connection);
  }
  if (typeof prefix !== "string" || !/^([a-z_][\w.-]*)?$/i.test(prefix)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      "connectionEnv: prefix must begin a variable's name: a letter or underscore, then letters, digits, `_`, `.`, `-`.",
    );
  }
  const values = pulumi.all([
    valuesOf(propertiesOf(connectionFields), (name) => chosen[name as keyof DatabaseConnection]),
    valueOf<unknown>(() => given.caCertificate),
  ]) as unknown as pulumi.Output<[Record<string, unknown>, unknown]>;
  return outputOf(secretOf(values), ([known, certificate]) => {
    const variables = {
      ...connectionEnvironment(checkedConnection(known)),
      ...(certificate ? { DATABASE_CA_CERT: requireText(certificate) } : {}),
    };
    return Object.fromEntries(Object.entries(variables).map(([name, value]) => [prefix + name, value]));
  });
}

/** @throws DigitalOceanApiError `unexpected_response` */
function checkedConnection(values: Readonly<Record<string, unknown>>): ConnectionProperties {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      checkedArgument("connectionEnv", connectionValues, name, value),
    ]),
  ) as unknown as ConnectionProperties;
}

/** A program may pass the result of getDatabaseCa by mistake, and not its `certificate`. */
function requireText(certificate: unknown): string {
  if (typeof certificate === "string") {
    return certificate;
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    "connectionEnv: caCertificate must be the text of a certificate, such as the `certificate` of getDatabaseCa.",
  );
}
