import { isFlat } from "../../connection/connection";
import type { FlatProperty } from "../../connection/connection";
import { clusterProperties } from "../../reads/secrecy";
import type { ClusterProperty } from "../../reads/secrecy";

/** A property that is in the state: the id has a place of its own there, and what can be had from others is left out. */
export type StoredProperty = Exclude<ClusterProperty, "id" | FlatProperty>;

export const storedProperties = clusterProperties.filter(
  (property): property is StoredProperty => property !== "id" && !isFlat(property),
);
