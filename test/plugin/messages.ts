// Properties, changes and failures in the messages of the plugin protocol, as plain values.
import type * as messages from "@pulumi/pulumi/proto/provider_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { isMarked } from "../host/properties";
import type { Properties } from "../host/properties";

/** A value that the engine does not know yet. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What the engine stores of a resource. */
export interface Stored {
  readonly id: string;
  readonly properties: Properties;
  readonly inputs: Properties;
}

/** Checked inputs, and what is wrong with them. */
export interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly string[];
}

/** The answer of a Diff. */
export interface Changes {
  readonly changes: "none" | "some" | "unknown";
  readonly changed: readonly string[];
  readonly replacing: readonly string[];
  readonly detailed: Readonly<Record<string, Detail>>;
}

/** How a property has changed. */
interface Detail {
  readonly isReplacing: boolean;
  readonly isInput: boolean;
}

export function messageOf(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

export function propertiesOf(message: Struct | undefined): Properties {
  return message?.toJavaScript() ?? {};
}

export function changesIn(response: messages.DiffResponse): Changes {
  const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
  const { UPDATE_REPLACE } = provider.PropertyDiff.Kind;
  const changes = response.getChanges();
  const detailed: Record<string, Detail> = {};
  response.getDetaileddiffMap().forEach((detail, name) => {
    detailed[name] = { isReplacing: detail.getKind() === UPDATE_REPLACE, isInput: detail.getInputdiff() };
  });
  return {
    changes: changes === DIFF_NONE ? "none" : changes === DIFF_SOME ? "some" : "unknown",
    changed: response.getDiffsList(),
    replacing: response.getReplacesList(),
    detailed,
  };
}

/** The names of the properties that the engine takes for secrets. */
export function markedNames(properties: Properties): string[] {
  return Object.keys(properties)
    .filter((name) => isMarked(properties[name]))
    .sort();
}

/** The names of the properties that are unknown, as a secret or plain. */
export function unknownNames(properties: Properties): string[] {
  return Object.keys(properties)
    .filter((name) => {
      const value = properties[name];
      return (isMarked(value) ? value.value : value) === unknown;
    })
    .sort();
}
