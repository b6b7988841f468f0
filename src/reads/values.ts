import { Malformed, apiFieldName, flag, object, optional, port, text, unlessEmpty } from "../api/decode";
import type { Decoder } from "../api/decode";
import { checkedFacts, connectionMembers, flatSources, isFlat, uriPart } from "../connection/connection";
import type { ConnectionProperties } from "../connection/connection";
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

/**
 * Decoders for the values of a connection that comes from elsewhere: from another stack, or made by hand. They are
 * checked like an answer of the API, because programs pass them on to shells and drivers.
 */
const decoders: Readonly<Record<keyof ConnectionProperties, Decoder<unknown>>> = {
  uri: checked(text, (uri) => !/\p{Cc}/u.test(uri), "is not one line"),
  host: checked(text, isHost, "is not the name of a host"),
  port,
  user: text,
  password: text,
  database: text,
  ssl: flag,
  caFile: checked(text, isCaFile, "is not the path of a file"),
  engine: text,
};

/**
 * A value of a connection; `undefined` if it is absent, `null` or empty.
 *
 * @param place what the message calls it
 * @throws Malformed names the place, and never the value
 */
export function connectionValue(
  property: keyof ConnectionProperties,
  value: unknown,
  place: string,
): unknown {
  return optional(decoders[property])(value, place);
}

function checked<T>(
  decode: Decoder<T | undefined>,
  isMeant: (value: T) => boolean,
  complaint: string,
): Decoder<T | undefined> {
  return (value, path) => {
    const decoded = decode(value, path);
    if (decoded !== undefined && !isMeant(decoded)) {
      throw new Malformed(`${path} ${complaint}`);
    }
    return decoded;
  };
}

/*
 * Values that come from elsewhere than the API: from another stack, the mocks of a unit test, the engine's state, an
 * object that a program made by hand. They are decoded as the API's answers are, because a "port" such as
 * `1@evil.example` would be part of a URI.
 */

/** A decoder for each property. */
export type Values<Property extends string = string> = Readonly<Record<Property, Decoder<unknown>>>;

/** Properties that repeat a part of a connection. */
const flat = Object.fromEntries(
  Object.entries(flatSources).map(([property, [, part]]) => [property, connectionMembers[part]]),
) as Values<keyof typeof flatSources>;

/** A connection, with what an answer of the API has in a URI that is withheld. */
const connection = optional(
  unlessEmpty(object({ ...connectionMembers, withheldUri: (value: unknown) => checkedFacts(value) })),
);

const connections = {
  connection,
  privateConnection: connection,
  standbyConnection: connection,
  standbyPrivateConnection: connection,
};

/** The properties of a cluster. */
export const clusterValues: Values<ClusterProperty> = { ...cluster, ...connections, ...flat };

/** The properties of a user, a pool, a replica, a certificate and the metrics credentials. */
const userValues: Values<keyof typeof userFields> = { clusterUuid: text, ...user };

const poolValues: Values<keyof typeof connectionPoolFields> = {
  ...{ clusterUuid: text, engine: text },
  ...flat,
  ...connectionPool,
  ...connections,
};

const replicaValues: Values<keyof typeof replicaFields> = {
  ...{ clusterUuid: text, engine: text },
  ...flat,
  ...replica,
  ...{ connection, privateConnection: connection },
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

/** What connections are taken from: a cluster, a pool or a replica. */
export const sourceValues: Values = { clusterUuid: text, ...clusterValues };

/** The properties of a connection. */
export const connectionValues: Values<keyof ConnectionProperties> = {
  ...connectionMembers,
  caFile: uriPart,
  ssl: flag,
  engine: text,
};

/**
 * The value of a property; `undefined` if it is not there.
 *
 * @param place what the message calls it
 * @throws Malformed names the place, and never what is there
 */
function checkedValue(values: Values, property: string, value: unknown, place = property): unknown {
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
    throw error instanceof Malformed ? new Malformed(withOwnNames(error.message, place)) : error;
  }
}

/**
 * As {@link checkedValue}, with an error for the user.
 *
 * @param explain the message, from what is wrong: `port is not a port`
 * @throws DigitalOceanApiError `unexpected_response`
 */
export function valueOrError(
  values: Values,
  property: string,
  value: unknown,
  explain: (defect: string) => string,
): unknown {
  return orError(() => checkedValue(values, property, value), explain);
}

/**
 * As {@link checkedStackValue}, with an error for the user.
 *
 * @param explain the message, from what is wrong: `databaseClusterPort is not a port`
 * @throws DigitalOceanApiError `unexpected_response`
 */
export function stackValueOrError(
  property: ClusterProperty,
  value: unknown,
  place: string,
  explain: (defect: string) => string,
): unknown {
  return orError(() => checkedStackValue(property, value, place), explain);
}

function orError(check: () => unknown, explain: (defect: string) => string): unknown {
  try {
    return check();
  } catch (error) {
    throw error instanceof Malformed
      ? new DigitalOceanApiError("unexpected_response", explain(error.message))
      : error;
  }
}

/**
 * As {@link checkedValue}, for a value of another stack. A host must be one, and a URI must be one line: a program may
 * pass them on as they are.
 *
 * @throws Malformed
 */
function checkedStackValue(property: ClusterProperty, value: unknown, place: string): unknown {
  const checked = checkedValue(clusterValues, property, value, place);
  requireHostsAndUris(isFlat(property) ? flatSources[property][1] : property, checked, place);
  return checked;
}

function requireHostsAndUris(name: string, value: unknown, place: string): void {
  if (typeof value === "object" && value !== null) {
    for (const [member, inner] of Object.entries(value)) {
      if (Array.isArray(value)) {
        requireHostsAndUris(name, inner, `${place}[${member}]`);
      } else {
        requireHostsAndUris(member, inner, `${place}.${member}`);
      }
    }
  } else if (typeof value === "string") {
    if (name === "host" && !isHost(value)) {
      throw new Malformed(`${place} is not the name of a host`);
    }
    if (name === "uri" && /\p{Cc}/u.test(value)) {
      throw new Malformed(`${place} is not one line`);
    }
  }
}

/** Deeper than any property goes, so that what is cut off is of no property. */
const deepest = 8;

/** The value with its members named as the API names them: the decoders are those of its answers. */
function withApiNames(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (depth === deepest) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map((element) => withApiNames(element, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      apiFieldName(name),
      // The names of its options are those of a URI.
      name === "withheldUri" ? member : withApiNames(member, depth + 1),
    ]),
  );
}

/** The message with the names that this package has for the members of a value. */
function withOwnNames(message: string, place: string): string {
  return (
    message.slice(0, place.length) +
    message.slice(place.length).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  );
}
