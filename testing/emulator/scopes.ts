// The scopes of a token, and the fields that the API leaves out if one is missing.
export type Scope =
  | "database:read"
  | "database:view_credentials"
  | "database:update"
  | "tag:read"
  | "vpc:read"
  | "project:read";

export const allScopes: readonly Scope[] = [
  "database:read",
  "database:view_credentials",
  "database:update",
  "tag:read",
  "vpc:read",
  "project:read",
];

const connectionNames = [
  "connection",
  "private_connection",
  "standby_connection",
  "standby_private_connection",
  "ui_connection",
  "schema_registry_connection",
];

/** The object as the API shows it to a token with these scopes: without an error, but with fewer fields. */
export function withheld<T extends Record<string, unknown>>(object: T, scopes: ReadonlySet<Scope>): T {
  const seen: Record<string, unknown> = structuredClone(object);
  if (!scopes.has("database:view_credentials")) {
    for (const name of connectionNames) {
      if (seen[name]) {
        seen[name] = withoutLogin(seen[name] as Record<string, unknown>);
      }
    }
    if (Array.isArray(seen["users"])) {
      seen["users"] = seen["users"].map((user: Record<string, unknown>) => withoutPassword(user));
    }
  }
  if (!scopes.has("tag:read")) {
    delete seen["tags"];
  }
  if (!scopes.has("vpc:read")) {
    delete seen["private_network_uuid"];
  }
  if (!scopes.has("project:read")) {
    delete seen["project_id"];
  }
  return seen as T;
}

/** The user as the API shows it without the scope `database:view_credentials`. */
export function withoutPassword(user: Record<string, unknown>): Record<string, unknown> {
  const { password: _, ...rest } = user;
  return rest;
}

/** No user, no password, no login in the URI. The API's description permits other forms; this is the most likely one. */
function withoutLogin(connection: Record<string, unknown>): Record<string, unknown> {
  const { user: _user, password: _password, ...rest } = connection;
  return typeof rest["uri"] === "string" ? { ...rest, uri: rest["uri"].replace(/\/\/[^@]*@/, "//") } : rest;
}
