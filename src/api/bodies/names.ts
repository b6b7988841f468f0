import { list, object, optional, text } from "../decode";

const named = object({ name: optional(text) });

/** The body of `GET /v2/databases/{uuid}/users`, `/pools` or `/replicas`: what there is, by name. */
export const namesBody = object({
  users: optional(list(named)),
  pools: optional(list(named)),
  replicas: optional(list(named)),
});
