import { list, nullable, object, optional, text } from "../decode";
import type { Decoder } from "../decode";
import { shortened } from "../shown";

/** More than the longest name that can be asked for, in UTF-16. */
const maxName = 511;

/**
 * The body of `GET /v2/databases/{uuid}/users`, `/pools` or `/replicas`: what there is, by name.
 *
 * @param parts the member that the list is in; `null` is an empty one
 */
export function namesBody(parts: string): Decoder<string[]> {
  const shape = object({ [parts]: nullable(list(object({ name: optional(text) }))) });
  return (body, path) =>
    (shape(body, path)[parts] ?? []).flatMap(({ name }) =>
      name === undefined ? [] : shortened(name, maxName),
    );
}
