import { Malformed, list, object, optional, text } from "../decode";
import type { Decoder } from "../decode";
import { isJsonObject } from "../json";

const names = optional(list(object({ name: optional(text) })));

/**
 * The body of `GET /v2/databases/{uuid}/users`, `/pools` or `/replicas`: what there is, by name.
 *
 * @param parts the member that the list is in; `null` is an empty one
 */
export function namesBody(parts: string): Decoder<string[]> {
  return (body, path) => {
    if (!isJsonObject(body) || !(parts in body)) {
      throw new Malformed(`${parts} is missing`);
    }
    return (names(body[parts], path === "" ? parts : `${path}.${parts}`) ?? []).flatMap(
      ({ name }) => name ?? [],
    );
  };
}
