import { list, nullable, object, optional, text } from "../decode";
import type { Decoder } from "../decode";

/**
 * The body of `GET /v2/databases/{uuid}/users`, `/pools` or `/replicas`: what there is, by name.
 *
 * @param parts the member that the list is in; `null` is an empty one
 */
export function namesBody(parts: string): Decoder<string[]> {
  const shape = object({ [parts]: nullable(list(object({ name: optional(text) }))) });
  return (body, path) => (shape(body, path)[parts] ?? []).flatMap(({ name }) => name ?? []);
}
