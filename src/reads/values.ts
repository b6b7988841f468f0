/**
 * Checks values that do not come from the API: from another stack, from the mocks of a unit test, from a state, or from an
 * object that a program made. They are decoded like an answer of the API, and strictly: a "port" such as
 * `1@evil.example` would become part of a URI, and a program may pass a host or a URI to a shell.
 */
import {
  Malformed,
  apiFieldName,
  detail,
  flag,
  list,
  object,
  optional,
  port,
  text,
  unlessEmpty,
} from "../api/decode";
import type { Decoder } from "../api/decode";
import {
  checkedFacts,
  connectionMembers as apiMembers,
  shortcutSources,
  uriPart,
} from "../connection/connection";
import type { ConnectionProperties, Shortcut } from "../connection/connection";
import { isCaFile, isHost } from "../connection/uri";
import { DigitalOceanApiError } from "../errors";
import { cluster } from "./clusterShape";
import { connectionPool } from "./connectionPool";
import { replica } from "./replica";
import type {
  ClusterProperty,
  caFields,
  connectionPoolFields,
  metricsCredentialsFields,
  replicaFields,
  userFields,
} from "./secrecy";
import { user } from "./user";

/** A decoder for each property. */
export type Values<Property extends string = string> = Readonly<Record<Property, Decoder<unknown>>>;

const host = meeting(apiMembers.host, isHost, "is not the name of a host");

const members = {
  ...apiMembers,
  uri: meeting(apiMembers.uri, (uri) => !/\p{Cc}/u.test(uri), "is not one line"),
  host,
  withheldUri: checkedFacts as Decoder<unknown>,
};

/** A decoder that also checks the decoded text. */
function meeting(
  decode: Decoder<string | undefined>,
  isValid: (value: string) => boolean,
  complaint: string,
): Decoder<string | undefined> {
  return (value, path) => {
    const decoded = decode(value, path);
    if (decoded !== undefined && !isValid(decoded)) {
      throw new Malformed(`${path} ${complaint}`);
    }
    return decoded;
  };
}

const connection = optional(unlessEmpty(object(members)));

const connections = {
  connection,
  privateConnection: connection,
  standbyConnection: connection,
  standbyPrivateConnection: connection,
};

const shortcuts = Object.fromEntries(
  Object.entries(shortcutSources).map(([property, [, member]]) => [property, members[member]]),
) as Values<Shortcut>;

const { database: _database, applicationPorts: _ports, withheldUri: _facts, ...serviceMembers } = members;
const service = optional(unlessEmpty(object(serviceMembers)));

/** The properties of a cluster. */
export const clusterValues: Values<ClusterProperty> = {
  ...cluster,
  ...connections,
  uiConnection: service,
  schemaRegistryConnection: service,
  metricsEndpoints: detail(list(object({ host: detail(host), port: detail(port) }))),
  ...shortcuts,
};

/** The properties of what connections are made from: a cluster, a pool or a replica. */
export const sourceValues: Values = { clusterUuid: text, ...clusterValues };

/** The properties of a connection. */
export const connectionValues: Values<keyof ConnectionProperties> = {
  ...members,
  caFile: meeting(uriPart, isCaFile, "is not the path of a file"),
  ssl: flag,
  engine: text,
};

const userValues: Values<keyof typeof userFields> = { clusterUuid: text, ...user };

const poolValues: Values<keyof typeof connectionPoolFields> = {
  clusterUuid: text,
  engine: text,
  ...shortcuts,
  ...connectionPool,
  ...connections,
};

const replicaValues: Values<keyof typeof replicaFields> = {
  clusterUuid: text,
  engine: text,
  ...shortcuts,
  ...replica,
  connection,
  privateConnection: connection,
};

const caValues: Values<keyof typeof caFields> = { clusterUuid: text, certificate: text };

const metricsValues: Values<keyof typeof metricsCredentialsFields> = { username: text, password: text };

/** The properties of what each data function finds. */
export const valuesOfFunction: Readonly<Record<string, Values>> = {
  getDatabaseCluster: clusterValues,
  getDatabaseUser: userValues,
  getDatabaseConnectionPool: poolValues,
  getDatabaseReplica: replicaValues,
  getDatabaseCa: caValues,
  getDatabaseMetricsCredentials: metricsValues,
};

/**
 * The value of a property; `undefined` if it is absent, `null` or empty.
 *
 * @param explain makes the message from what is wrong, such as `port is not a port`
 * @param place the name of the value in the message
 * @throws DigitalOceanApiError `unexpected_response` names the place, and never shows the value
 */
export function valueOrError(
  values: Values,
  property: string,
  value: unknown,
  explain: (defect: string) => string,
  place = property,
): unknown {
  const decode = values[property];
  if (decode === undefined || value === undefined || value === null) {
    return undefined;
  }
  try {
    const odd = new Set<string>();
    const decoded = decode(withApiNames(value), place, odd);
    if (odd.size > 0) {
      throw new Malformed(`${[...odd][0]} has an unexpected form`);
    }
    return decoded;
  } catch (error) {
    throw error instanceof Malformed
      ? new DigitalOceanApiError("unexpected_response", explain(withOwnNames(error.message, place)))
      : error;
  }
}

/** Deeper than any property. An object may contain itself. */
const maxDepth = 8;

/** The value with the API's names for its members, which the decoders read. */
function withApiNames(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (depth === maxDepth) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map((element) => withApiNames(element, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      apiFieldName(name),
      // Its options have the names that they have in a URI.
      name === "withheldUri" ? member : withApiNames(member, depth + 1),
    ]),
  );
}

/** A message with this package's names for the members of a value. */
function withOwnNames(message: string, place: string): string {
  return (
    message.slice(0, place.length) +
    message.slice(place.length).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  );
}
