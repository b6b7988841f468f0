// Checks of failures: they must not show anything of the answer.
import { DigitalOceanApiError } from "../../src/errors";
import type { Edit } from "./bodies";

/** The members of the built-in prototypes, to check that nothing changes them. */
export function prototypes(): unknown {
  return [Object.prototype, Array.prototype, Function.prototype].map((prototype) =>
    Reflect.ownKeys(prototype),
  );
}

/** The members of an answer that messages may show. Of an `id` they show a UUID only. */
const shown = ["name", "engine", "status"];
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const isShownId = ({ at, change }: Edit): boolean =>
  at.includes('"id"') && "put" in change && typeof change.put === "string" && uuid.test(change.put);

/** Asserts that a failure is an error of this package, is one line, and contains no text of the answer. */
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
    .filter((edit) => !isShownId(edit) && !shown.some((member) => edit.at.includes(`"${member}"`)))
    .flatMap(({ change }) => ("put" in change && typeof change.put === "string" ? [change.put] : []))
    // Shorter texts occur by chance, and half of a surrogate pair cannot be searched for.
    .filter((text) => /\w{8}|[^\w]{4}/.test(text) && !/\p{Surrogate}/u.test(text));
  // Searching for encoded forms of the texts would take too long for thousands of failures.
  const shownAll = [failure.message, failure.stack, JSON.stringify(failure)].join("\n");
  expect([...secrets, ...texts].filter((text) => shownAll.includes(text))).toEqual([]);
}
