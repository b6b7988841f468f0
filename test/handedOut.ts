/**
 * The value as this package hands values out, worked out without its decoder: names in camelCase; `null` and
 * empty texts are not there, nor is a port 0, nor is an object of nothing.
 */
export function handedOut(value: unknown, name = ""): unknown {
  if (value === null || value === "" || (name === "port" && value === 0)) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map((element) => handedOut(element)).filter((element) => element !== undefined);
  }
  if (typeof value !== "object") {
    return value;
  }
  const members = Object.entries(value)
    .map(([member, inner]) => [camelCase(member), handedOut(inner, member)] as const)
    .filter(([, inner]) => inner !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
