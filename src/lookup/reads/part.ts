import { partSubject } from "../../api/failure";
import type { Subject } from "../../api/failure";
import { requireName, shownName } from "../../api/name";
import { requireUuid } from "../../api/uuid";
import type { LookUpArgs } from "../lookUp";

/** Which part of which cluster. */
export interface PartArgs extends LookUpArgs {
  readonly clusterUuid: string;
  readonly name: string;
}

/** As {@link PartArgs}, checked. */
export interface PartKey {
  readonly clusterUuid: string;
  readonly name: string;
}

/** @throws DigitalOceanApiError `invalid_argument` */
export function partKey({ clusterUuid, name }: PartArgs): PartKey {
  return { clusterUuid: requireUuid(clusterUuid, "clusterUuid"), name: requireName(name, "name") };
}

/** @param kind what sort of part, as a message begins: `user` */
export function namedPart(kind: string, { clusterUuid, name }: PartKey): Subject {
  return partSubject(`${kind} ${shownName(name)}`, clusterUuid);
}
