import { detail, flag, Malformed, object, optional, port, textUpTo, unlessEmpty } from "../decode";
import type { Decoded, Decoder } from "../decode";
import { isJsonObject } from "../json";

/** The most characters of a text that becomes part of a URI: a user, a password, a database or a host. */
export const maxPartLength = 4096;

/** The most characters of a URI in an answer. */
const maxUriLength = 65_536;

/** A text that becomes part of a URI. */
export const uriPart = textUpTo(maxPartLength);

/** What every kind of connection has. */
const members = {
  uri: textUpTo(maxUriLength),
  host: uriPart,
  port,
  user: uriPart,
  password: uriPart,
  ssl: flag,
};

/** The names of Kafka's ports are lower-case words such as `sasl`. A name of JavaScript's own would break an object. */
const portName = /^[a-z][a-z0-9_-]{0,31}$/;

/** Ports by name, whatever the names are: another release of the API may have more of them. */
const ports: Decoder<Readonly<Record<string, number>> | undefined> = (value, path, odd) => {
  if (!isJsonObject(value)) {
    throw new Malformed(`${path} is not an object`);
  }
  const known = Object.entries(value).flatMap(([name, number]) => {
    if (!portName.test(name) || name in Object.prototype) {
      odd?.add(path);
      return [];
    }
    const known = detail(port)(number, path, odd);
    return known === undefined ? [] : [[name, known] as const];
  });
  return known.length === 0 ? undefined : Object.fromEntries(known);
};

/** The members of `database_connection`, which a connection is made with: one of an unexpected type is refused. */
export const connectionMembers = {
  uri: optional(members.uri),
  host: optional(members.host),
  port: optional(members.port),
  user: optional(members.user),
  password: optional(members.password),
  database: optional(uriPart),
  ssl: optional(members.ssl),
  // Not in the API's description, but in its answers for Kafka.
  applicationPorts: detail(ports),
};

/** `database_connection`. */
export const connection = optional(unlessEmpty(object(connectionMembers)));

/** `opensearch_connection` and `schema_registry_connection`, beside the database: details. */
export const serviceConnection = detail(
  unlessEmpty(
    object({
      uri: detail(members.uri),
      host: detail(members.host),
      port: detail(members.port),
      user: detail(members.user),
      password: detail(members.password),
      ssl: detail(members.ssl),
    }),
  ),
);

/** A connection as the API describes it, members in camelCase. */
export type ApiConnection = NonNullable<Decoded<typeof connection>>;

/** As {@link ApiConnection}, of a service. */
export type ApiServiceConnection = NonNullable<Decoded<typeof serviceConnection>>;
