import type { Facts } from "../model/credentials";
import { shown } from "../model/words";
import type { Report } from "./surroundings";

/** What is going on with a cluster or a replica that answers all the same. */
const meanings: ReadonlyMap<string | undefined, string> = new Map([
  ["creating", "it is being created"],
  ["forking", "it is being made from another"],
  ["resizing", "it is being resized"],
  ["migrating", "it is being moved to another region"],
]);

/** Warns of what may be otherwise soon. */
export function warnOfStatus({ subject, status }: Facts, { warn }: Report): void {
  const meaning = meanings.get(status);
  if (meaning !== undefined) {
    warn(
      `${subject.name}: ${meaning} (status ${shown(status ?? "")}); hosts and nodes may change until it is online. ` +
        "Run `pulumi up` once more then.",
    );
  }
}
