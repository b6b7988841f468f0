// Config and environment of lookups.
import { Emulator } from "../../testing/emulator/emulator";
import type { ApiLimits } from "../../src/api/settings";

/** A stack's config: the token, from where messages say it comes, and the limits of a lookup. */
export function stackConfig(limits: ApiLimits): Record<string, string> {
  const settings = { token: Emulator.token, ...limits };
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`digitalocean:${name}`, String(value)]),
  );
}

/** The environment variables that affect lookups. */
const heeded = /^(DIGITALOCEAN_|(HTTPS?|ALL|NO)_PROXY$)/i;

/** Removes all variables that affect lookups from the environment. Returns a function that restores them. */
export function withoutSurroundings(): () => void {
  const before = Object.entries(process.env).filter(([name]) => heeded.test(name));
  for (const [name] of before) {
    Reflect.deleteProperty(process.env, name);
  }
  return () => {
    Object.assign(process.env, Object.fromEntries(before));
  };
}
