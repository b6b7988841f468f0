// The search for secrets in a value.
import { disguisesOf } from "../leaks/disguises";
import { renderings } from "../leaks/renderings";

/** The secrets that the value contains, in any encoded form. */
export function leaksIn(value: unknown, secrets: readonly string[]): string[] {
  const texts = renderings(value);
  return secrets.filter((secret) =>
    disguisesOf(secret).some(({ form }) => texts.some((text) => text.includes(form))),
  );
}
