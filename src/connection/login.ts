import { shown, shownName } from "../api/shown";
import { DigitalOceanApiError } from "../errors";
import { refused, subjectOf } from "./choose";
import type { Connectable, Place } from "./choose";

/** A user and the password. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/**
 * The login for a connection: the default user's, or another's, whose password is given or among the cluster's
 * users.
 *
 * @throws DigitalOceanApiError `invalid_argument`: no such user; `credentials_withheld`: its password is not there
 */
export function chooseLogin(
  source: Connectable,
  connection: Place,
  asked: { readonly user: string | undefined; readonly password: string | undefined },
): Login {
  const user = asked.user ?? defaultUser(source, connection);
  if (user === undefined) {
    throw withheld(source, "its user");
  }
  if (asked.password !== undefined) {
    return { user, password: asked.password };
  }
  if (user === defaultUser(source, connection)) {
    if (connection.password === undefined) {
      throw withheld(source, "its password");
    }
    return { user, password: connection.password };
  }
  return { user, password: passwordOf(user, source) };
}

/** The connection's; where that is withheld, a pool says whom it connects as all the same. */
function defaultUser(source: Connectable, connection: Place): string | undefined {
  return connection.user ?? (source.kind === "pool" ? source.user : undefined);
}

/** The password of a user among those of the cluster. */
function passwordOf(user: string, source: Connectable): string {
  const { kind = "cluster", users } = source;
  if (kind !== "cluster") {
    throw refused(
      source,
      `a ${kind} does not know the passwords of other users: look the user up with getDatabaseUser, and give the ` +
        "`password`, too.",
    );
  }
  if (users === undefined) {
    throw refused(
      source,
      "the password of another user is looked for in its `users`, which are not here (Redis and Valkey list none; " +
        'a stack exports them beside the rest with `...stackOutputs(cluster, { properties: ["users"] })`). ' +
        "Give the `password`, too.",
    );
  }
  const found = users.find(({ name }) => name === user);
  if (found === undefined) {
    throw refused(source, `it has no user ${shownName(user)}. ${counted(users, source)}`);
  }
  if (found.password === undefined) {
    const others = users.filter(({ password }) => password !== undefined);
    throw withheld(
      source,
      `the password of its user ${shownName(user)}`,
      others.length === 0
        ? { onOffer: "No user has one here. " }
        : { reason: "the answer has those of other users, so that no scope is missing" },
    );
  }
  return found.password;
}

/** How many users there are, and where to see them. Their names are not shown: `users` is a secret. */
function counted(users: readonly unknown[], source: Connectable): string {
  const { clusterUuid } = subjectOf(source);
  return users.length === 0
    ? "It has no users."
    : `It has ${users.length === 1 ? "1 other" : `${users.length} others`}` +
        (clusterUuid === undefined ? "." : `: see \`doctl databases user list ${shown(clusterUuid)}\`.`);
}

function withheld(
  source: Connectable,
  what: string,
  known: { readonly reason?: string; readonly onOffer?: string } = {},
): DigitalOceanApiError {
  const { name, clusterUuid } = subjectOf(source);
  const { onOffer = "" } = known;
  const reason =
    known.reason !== undefined && source.engine !== "mongodb"
      ? known.reason
      : source.engine === "mongodb"
        ? "DigitalOcean shows MongoDB passwords when they are made, and not again"
        : source.kind === "pool" && source.user === undefined
          ? "the pool has no user of its own"
          : "DigitalOcean withholds it from a token without the scope database:view_credentials";
  return new DigitalOceanApiError(
    "credentials_withheld",
    `${name}: ${what} is not there: ${reason}. ${onOffer}Give it to connectionFor, as a secret: \`{ user, password }\`.`,
    { clusterUuid },
  );
}
