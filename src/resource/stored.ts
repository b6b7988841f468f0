import { isFlat } from "../model/describe";
import type { FlatProperty } from "../model/describe";
import { clusterProperties } from "../model/fields";
import type { ClusterProperty } from "../model/fields";

/** A property that is in the state: the id has a place of its own there, and what can be had from others is left out. */
export type StoredProperty = Exclude<ClusterProperty, "id" | FlatProperty>;

export const storedProperties = clusterProperties.filter(
  (property): property is StoredProperty => property !== "id" && !isFlat(property),
);
