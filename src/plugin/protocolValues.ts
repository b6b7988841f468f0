/** Values of Pulumi's plugin protocol: a `Struct` in which an object marks a secret, and a text an unknown value. */
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { isUnknownText, unknownText } from "../reads/identifiers";
import type { Field } from "../reads/secrecy";

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** A value that is not known before an update. */
export const unknown = Symbol("unknown");

/** A property as the engine has sent it. */
export interface Given {
  /** The value without the marks in it. It is not to be used if a part is unknown. */
  readonly value: unknown;
  /** Whether a part of it is secret. */
  readonly isSecret: boolean;
  /** Whether a part of it is unknown. */
  readonly isUnknown: boolean;
}

export type GivenProperties = Readonly<Record<string, Given>>;

/** The properties in a message, except those that are `null`, also as a secret. */
export function propertiesIn(struct: Struct | undefined): GivenProperties {
  const all = Object.entries(struct?.toJavaScript() ?? {});
  const given = all.map(([name, value]) => [name, withoutMarks(value)] as const);
  return Object.fromEntries(given.filter(([, { value }]) => value !== null));
}

function withoutMarks(value: JavaScriptValue): Given {
  if (typeof value === "string") {
    return { value, isSecret: false, isUnknown: isUnknownText(value) };
  }
  if (typeof value !== "object" || value === null) {
    return { value, isSecret: false, isUnknown: false };
  }
  const { [signatureKey]: signature, value: marked = null } = value as Record<string, JavaScriptValue>;
  if (signature === secretSignature) {
    return { ...withoutMarks(marked), isSecret: true };
  }
  const parts = Object.entries(value).map(
    ([name, part]) => [name, withoutMarks(part as JavaScriptValue)] as const,
  );
  const values = parts.map(([name, part]) => [name, part.value] as const);
  return {
    value: Array.isArray(value) ? values.map(([, part]) => part) : Object.fromEntries(values),
    isSecret: parts.some(([, { isSecret }]) => isSecret),
    isUnknown: parts.some(([, { isUnknown }]) => isUnknown),
  };
}

export function valuesOf(properties: GivenProperties): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).map(([name, { value }]) => [name, value]));
}

/** The same message with these properties as secrets. */
export function withSecrets(struct: Struct | undefined, names: readonly string[]): Struct {
  const given = Object.entries(propertiesIn(struct)).filter(([name]) => names.includes(name));
  const secrets = given.map(([name, { value }]) => [name, secret(value as JavaScriptValue)] as const);
  return Struct.fromJavaScript({ ...struct?.toJavaScript(), ...Object.fromEntries(secrets) });
}

/**
 * The properties of the table as a message, each a secret if the table says so. A property without a value is `null`: a
 * missing one would be unknown in a preview.
 */
export function markedProperties(
  fields: Readonly<Record<string, Field>>,
  values: Readonly<Record<string, unknown>>,
): Struct {
  const marked = Object.entries(fields).map(([property, field]) => {
    const value = values[property] === unknown ? unknownText : (values[property] ?? null);
    // Without `undefined` in it.
    const plain = JSON.parse(JSON.stringify(value)) as JavaScriptValue;
    return [property, field.secret && plain !== null ? secret(plain) : plain] as const;
  });
  return Struct.fromJavaScript(Object.fromEntries(marked));
}

function secret(value: JavaScriptValue): JavaScriptValue {
  return { [signatureKey]: secretSignature, value };
}
