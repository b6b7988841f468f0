import { DigitalOceanApiError } from "../../src/errors";
import type { Edit } from "./bodies";

/** What every object has, whether it wants to or not. */
export function prototypes(): unknown {
  return [Object.prototype, Array.prototype, Function.prototype].map((prototype) =>
    Reflect.ownKeys(prototype),
  );
}

/** Where the API's own words may be shown: a cluster's name, engine and status. */
const shown = ["name", "engine", "status"];

/** Asserts that a failure is one of this package's, one line, and holds nothing of the answer's. */
export function expectQuiet(failure: unknown, answers: readonly unknown[], edits: readonly Edit[]): void {
  if (!DigitalOceanApiError.isInstance(failure)) {
    throw failure instanceof Error ? failure : new Error("the lookup was expected to fail");
  }
  expect(failure.message).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]+$/u);
  expect(failure.message.length).toBeLessThan(1000);
  const slips = /undefined|NaN|\[object|native code/;
  expect(slips.test(failure.message) && !slips.test(JSON.stringify(edits))).toBe(false);
  const secrets = answers.flatMap(
    (answer) => JSON.stringify(answer).match(/AVNS_\w+|planted PRIVATE KEY|[\w.-]+\.example\.\w+/g) ?? [],
  );
  const texts = edits
    .filter(({ at }) => !shown.some((member) => at.includes(`"${member}"`)))
    .flatMap(({ change }) => ("put" in change && typeof change.put === "string" ? [change.put] : []))
    // Shorter ones turn up by chance, and half a pair has no disguises.
    .filter((text) => /\w{8}|[^\w]{4}/.test(text) && !/\p{Surrogate}/u.test(text));
  // Disguises are for tests that look at one failure, not at thousands.
  const shownAll = [failure.message, failure.stack, JSON.stringify(failure)].join("\n");
  expect([...secrets, ...texts].filter((text) => shownAll.includes(text))).toEqual([]);
}
