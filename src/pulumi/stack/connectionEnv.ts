import type { ConnectionProperties } from "../../connection/connection";
import { connectionEnvironment } from "../../connection/environment";
import { DigitalOceanApiError } from "../../errors";
import type { Accepted, NamesOf } from "../../reads/knownNames";
import { connectionValues } from "../../reads/values";
import { checkedArgument, requireKnownOptions, requireLookedUp } from "../givenArguments";
import { outputOf, secretOf, valueOf, valuesOf } from "../outputs";
import * as pulumi from "@pulumi/pulumi";
import { connectionFor, connectionForNames } from "./connectionFor";
import type { ConnectionSource, DatabaseConnection } from "./connectionFor";
import { isConnection } from "./handedConnection";

/** How the variables are named, and what is beside them. */
export interface ConnectionEnvOptions {
  /** What every name begins with, as it is: `ORDERS_` makes `ORDERS_PGHOST`. None unless told. */
  readonly prefix?: string | undefined;
  /**
   * The CA certificate of the cluster, PEM. Its text becomes the variable `DATABASE_CA_CERT`. Tools want a file: if the
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
 * The environment variables by which the tools and libraries of the connection's engine find their database: for
 * a container, a function, the `stringData` of a Kubernetes Secret. `PGHOST`, …, `DATABASE_URL` for PostgreSQL;
 * the README lists those of every engine.
 *
 * @param connection what connectionFor returns; or a cluster, a pool or a replica, which stands for
 * `connectionFor(cluster)`
 * @returns names and values, secret as a whole: which names there are depends on the engine
 * @throws DigitalOceanApiError `invalid_argument`: the prefix cannot begin a variable's name; (the Output fails
 * with it) what the connection fails with
 */
export function connectionEnv(
  connection: DatabaseConnection | ConnectionSource,
  options: ConnectionEnvOptions = {},
): pulumi.Output<Record<string, string>> {
  options = requireKnownOptions(options, accepted);
  const chosen = chosenConnection(connection);
  const prefix = options.prefix ?? "";
  if (!beginsVariables(prefix)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      "connectionEnv: prefix must begin a variable's name: a letter or underscore, then letters, digits, `_`, `.`, `-`.",
    );
  }
  const names = Object.keys(connectionValues);
  return outputOf(
    secretOf(
      pulumi.all([
        valuesOf(names, (name) => chosen[name as keyof DatabaseConnection]),
        valueOf<unknown>(() => options.caCertificate),
      ]) as unknown as pulumi.Output<[Record<string, unknown>, unknown]>,
    ),
    ([known, certificate]) => {
      const variables = {
        ...connectionEnvironment(checkedConnection(known)),
        ...(certificate ? { DATABASE_CA_CERT: requireText(certificate) } : {}),
      };
      return Object.fromEntries(Object.entries(variables).map(([name, value]) => [prefix + name, value]));
    },
  );
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

function beginsVariables(prefix: unknown): boolean {
  return typeof prefix === "string" && /^([a-z_][\w.-]*)?$/i.test(prefix);
}

/** The whole of what getDatabaseCa finds is easily given in the place of its `certificate`. */
function requireText(certificate: unknown): string {
  if (typeof certificate === "string") {
    return certificate;
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    "connectionEnv: caCertificate must be the text of a certificate, such as the `certificate` of getDatabaseCa.",
  );
}

function chosenConnection(given: DatabaseConnection | ConnectionSource): DatabaseConnection {
  if (isConnection(given)) {
    return given;
  }
  requireLookedUp(given, "connectionEnv", (value) => "engine" in value);
  return connectionFor(given);
}
