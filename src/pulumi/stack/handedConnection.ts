import { Malformed } from "../../api/decode";
import { DigitalOceanApiError } from "../../errors";
import { connectionFields, propertiesOf } from "../../reads/secrecy";
import type { ConnectionProperty, Field } from "../../reads/secrecy";
import { connectionValue } from "../../reads/values";
import { markedOutputs, outputOf } from "../outputs";
import * as pulumi from "@pulumi/pulumi";
import type { DatabaseConnection } from "./connectionFor";
import { requirePrefix, requireProperties, stackOutputName } from "./stackOutputs";

/** The prefix of a connection's stack outputs by default. */
export const defaultConnectionPrefix = "databaseConnection";

const connectionProperties = propertiesOf(connectionFields);

/**
 * By these a consumer knows that there is a connection: every export has an engine, and only a connection has `ssl`,
 * without which a consumer could take it for one without TLS.
 */
const alwaysExported: readonly ConnectionProperty[] = ["ssl", "engine"];

/** Whether a value is a connection. A cluster, pool or replica has an engine, too, and many of its properties. */
export function isConnection(value: unknown): value is DatabaseConnection {
  try {
    return typeof value === "object" && value !== null && "ssl" in value && "engine" in value;
  } catch {
    // A proxy may throw.
    return false;
  }
}

/** What of a connection is exported, and under which names. */
export interface ConnectionStackOutputsOptions {
  /** What the names begin with; `databaseConnection` by default. */
  readonly prefix?: string | undefined;
  /** Which properties to export; all by default. `ssl` and `engine` are always among them. */
  readonly properties?: readonly ConnectionProperty[] | undefined;
}

/** The stack outputs of a connection; see `stackOutputs`. */
export function connectionStackOutputs(
  connection: DatabaseConnection,
  options: ConnectionStackOutputsOptions,
): Record<string, pulumi.Output<unknown>> {
  const prefix = requirePrefix("stackOutputs", options.prefix, defaultConnectionPrefix);
  const wanted = new Set<string>(
    requireProperties(options.properties, connectionProperties, "a connection") ?? connectionProperties,
  );
  const exported = new Map(
    connectionProperties
      .filter((property) => wanted.has(property) || alwaysExported.includes(property))
      .map((property) => [stackOutputName(prefix, property), property]),
  );
  const fields: Record<string, Field> = Object.fromEntries(
    Array.from(exported, ([name, property]) => [name, connectionFields[property]]),
  );
  return markedOutputs(
    fields,
    (name) => {
      const property = exported.get(name) as ConnectionProperty;
      return outputOf(pulumi.output<unknown>(connection[property]), (value) => checkedValue(property, value));
    },
    // `undefined` would get a warning each and not be exported; `null` says that there is none.
    (value) => value ?? null,
  );
}

/** @throws DigitalOceanApiError `unexpected_response` names the property, and never the value */
function checkedValue(property: ConnectionProperty, value: unknown): unknown {
  try {
    return connectionValue(property, value, property);
  } catch (error) {
    throw error instanceof Malformed
      ? new DigitalOceanApiError(
          "unexpected_response",
          `stackOutputs: ${error.message} in its argument. Give it what connectionFor returns, unchanged.`,
        )
      : error;
  }
}
