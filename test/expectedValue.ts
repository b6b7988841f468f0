/**
 * The value that this package should make of a value of the API, computed without its decoder: names in camelCase, and
 * `undefined` for `null`, empty texts, port 0 and objects without members.
 */
export function expectedValue(value: unknown, name = ""): unknown {
  if (value === null || value === "" || (name === "port" && value === 0)) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map((element) => expectedValue(element)).filter((element) => element !== undefined);
  }
  if (typeof value !== "object") {
    return value;
  }
  const members = Object.entries(value)
    .map(([member, inner]) => [camelCase(member), expectedValue(inner, member)] as const)
    .filter(([, inner]) => inner !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
