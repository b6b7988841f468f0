/** Chooses the user and the password of a connection. */
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
 * The login for a connection: the default user's, or another user's. Another user's password is given by the program or
 * found in the cluster's `users`.
 *
 * @throws DigitalOceanApiError `invalid_argument`: no such user; `credentials_withheld`: user or password is missing
 */
export function chooseLogin(
  source: Connectable,
  connection: Place,
  asked: { readonly user?: string | undefined; readonly password?: string | undefined },
): Login {
  // If the API withholds the user of a connection, a pool still has its own.
  const defaultUser = connection.user ?? (source.kind === "pool" ? source.user : undefined);
  const user = asked.user ?? defaultUser;
  if (user === undefined) {
    throw withheld(source, "its user");
  }
  if (asked.password !== undefined) {
    return { user, password: asked.password };
  }
  if (user !== defaultUser) {
    return { user, password: passwordOf(user, source) };
  }
  if (connection.password === undefined) {
    throw withheld(source, "its password");
  }
  return { user, password: connection.password };
}

/** The password of a user in the cluster's `users`. */
function passwordOf(user: string, source: Connectable): string {
  const { kind = "cluster", users } = source;
  if (kind !== "cluster") {
    throw refused(
      source,
      `a ${kind} does not know the passwords of other users. Also pass its \`password\`, which the cluster's \`users\` or getDatabaseUser has.`,
    );
  }
  if (users === undefined) {
    throw refused(
      source,
      "the password of another user is read from its `users`, which are missing (Redis and Valkey list none; a stack " +
        'exports them only with `...stackOutputs(cluster, { properties: ["users"] })`). Also pass the `password`.',
    );
  }
  const found = users.find(({ name }) => name === user);
  if (found === undefined) {
    throw refused(source, `it has no user ${shownName(user)}. ${counted(users.length, source)}`);
  }
  if (found.password === undefined) {
    const hasOthers = users.some(({ password }) => password !== undefined);
    throw withheld(
      source,
      `the password of its user ${shownName(user)}`,
      hasOthers ? "the answer has the passwords of other users, so no scope is missing" : undefined,
    );
  }
  return found.password;
}

/** How many users the cluster has, and how to list them. Their names are not shown, because `users` is secret. */
function counted(count: number, source: Connectable): string {
  const { clusterUuid } = subjectOf(source);
  if (count === 0) {
    return "It has no users.";
  }
  const list = clusterUuid === undefined ? "." : `: see \`doctl databases user list ${shown(clusterUuid)}\`.`;
  return `It has ${count === 1 ? "1 other" : `${count} others`}${list}`;
}

/** @param reason why it is missing, if a scope is not the reason */
function withheld(source: Connectable, what: string, reason?: string): DigitalOceanApiError {
  const { name, clusterUuid } = subjectOf(source);
  const cause =
    source.engine === "mongodb"
      ? "DigitalOcean shows a MongoDB password only once, when it is created"
      : (reason ??
        (source.kind === "pool" && source.user === undefined
          ? "the pool has no user of its own"
          : "DigitalOcean withholds it from a token without the scope database:view_credentials"));
  return new DigitalOceanApiError(
    "credentials_withheld",
    `${name}: ${what} is missing: ${cause}. Pass \`user\` and \`password\` to connectionFor or a DatabaseConnection, as secrets.`,
    { clusterUuid },
  );
}
