// Config and environment of lookups.
import { Emulator } from "../../testing/emulator/emulator";
import type { ApiLimits } from "../../src/api/settings";
import { paces } from "./fault";
import type { Pace } from "./fault";

/** A stack's config: for each pace a namespace with a token, from where messages say it comes, and limits. */
export function stackConfig(changes: Partial<ApiLimits> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(paces).flatMap(([namespace, limits]) =>
      Object.entries({ token: Emulator.token, ...limits, ...changes }).map(([name, value]) => [
        `${namespace}:${name}`,
        String(value),
      ]),
    ),
  );
}

/** The argument for lookups with the limits of a pace. */
export function ofPace(pace: Pace = "digitalocean"): { configNamespace?: string } {
  return pace === "digitalocean" ? {} : { configNamespace: pace };
}

/** Removes the variables that name proxies from the environment. Returns a function that restores them. */
export function withoutProxies(): () => void {
  const before = Object.entries(process.env).filter(([name]) => /^(HTTPS?|ALL|NO)_PROXY$/i.test(name));
  for (const [name] of before) {
    Reflect.deleteProperty(process.env, name);
  }
  return () => {
    Object.assign(process.env, Object.fromEntries(before));
  };
}
