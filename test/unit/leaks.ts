import { disguisesOf } from "../leaks/disguises";
import { renderings } from "../leaks/renderings";

/** Which of the secrets can be read from the value, in whatever form. */
export function leaksIn(value: unknown, secrets: readonly string[]): string[] {
  const texts = renderings(value);
  return secrets.filter((secret) =>
    disguisesOf(secret).some(({ form }) => texts.some((text) => text.includes(form))),
  );
}
