/**
 * A copy of an object's own members. Reading the copy never finds what other code has put on `Object.prototype`, which
 * could otherwise give a lookup another endpoint, token or password.
 */
export function ownMembers<T extends object>(object: T): T {
  return Object.assign(Object.create(null) as T, object);
}

/** The member of an object, if it is the object's own. */
export function ownMember(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** The environment variable of that name. `process.env` has a prototype, too. */
export function environmentVariable(name: string): string | undefined {
  return Object.hasOwn(process.env, name) ? process.env[name] : undefined;
}
