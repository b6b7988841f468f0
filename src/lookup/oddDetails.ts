import type { Facts } from "../model/credentials";
import { list } from "../model/words";
import type { Report } from "./surroundings";

/** As many as one line can show. */
const maxNames = 10;

/** Warns once of all details that could not be read. Their names are those of this package's tables, never the answer's. */
export function warnOfOddDetails(
  { subject }: Facts,
  details: readonly string[] | undefined,
  { warn }: Report,
): void {
  if (details === undefined) {
    return;
  }
  const rest = details.length - maxNames;
  const names = [...details.slice(0, maxNames), ...(rest > 0 ? [`${rest} more`] : [])];
  warn(
    `${subject.name}: DigitalOcean's answer has an unexpected type of value in ${list(names)}; what cannot be read is ` +
      "left out. Update pulumi-digitalocean-databases; if its newest release says the same, report it.",
  );
}
