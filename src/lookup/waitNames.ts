import type { Accepted, NamesOf } from "../model/knownNames";
import type { WaitForOnline } from "./waiting";

/** The names in a `WaitForOnline`. */
export const waitNames: Accepted = {
  subject: "waitForOnline",
  kind: "member",
  names: { timeoutSeconds: true } satisfies NamesOf<Exclude<WaitForOnline, boolean>>,
};
