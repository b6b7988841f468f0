import { Emulator } from "../../testing/emulator/emulator";
import type { ApiLimits } from "../../src/api/settings";

/** What a stack is configured with: where the lines say the token comes from, and the bounds of a lookup. */
export function stackConfig(limits: ApiLimits): Record<string, string> {
  const settings = { token: Emulator.token, ...limits };
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`digitalocean:${name}`, String(value)]),
  );
}

/** Settings in the environment that lookups heed. */
const heeded = /^(DIGITALOCEAN_|(HTTPS?|ALL|NO)_PROXY$)/i;

/** Takes every setting that lookups heed out of the environment; the result puts them back. */
export function withoutSurroundings(): () => void {
  const before = Object.entries(process.env).filter(([name]) => heeded.test(name));
  for (const [name] of before) {
    Reflect.deleteProperty(process.env, name);
  }
  return () => {
    Object.assign(process.env, Object.fromEntries(before));
  };
}
