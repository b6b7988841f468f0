/** Values of Pulumi's plugin protocol: a `Struct` in which an object marks a secret, and a text an unknown value. */
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { DigitalOceanApiError } from "../errors";
import type { Field } from "../reads/secrecy";

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** What the engine sends for an unknown text, boolean, number, list, asset, archive or object. */
const unknownTexts: readonly string[] = [
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

/** A value that is not known before an update. */
export const unknown = Symbol("unknown");

/** A property as the engine has sent it. */
export interface Given {
  /** The value without the marks in it. It is not to be used if a part is unknown. */
  readonly value: unknown;
  /** Whether the value or a part of it is secret. */
  readonly isSecret: boolean;
  /** Whether the value or a part of it is unknown. */
  readonly isUnknown: boolean;
}

/** Properties by name. */
export type GivenProperties = Readonly<Record<string, Given>>;

/** The properties in a message, except those that are `null`. */
export function propertiesIn(struct: Struct | undefined): GivenProperties {
  const all = Object.entries(struct?.toJavaScript() ?? {});
  return Object.fromEntries(
    all.filter(([, value]) => value !== null).map(([name, value]) => [name, withoutMarks(value)]),
  );
}

function withoutMarks(value: JavaScriptValue): Given {
  if (typeof value === "string") {
    return { value, isSecret: false, isUnknown: unknownTexts.includes(value) };
  }
  if (typeof value !== "object" || value === null) {
    return { value, isSecret: false, isUnknown: false };
  }
  if (isSecretMark(value)) {
    return { ...withoutMarks(value.value), isSecret: true };
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

function isSecretMark(value: object): value is { readonly value: JavaScriptValue } {
  return (value as Record<string, unknown>)[signatureKey] === secretSignature;
}

/** The values of the properties that are known. */
export function knownValues(properties: GivenProperties): Record<string, unknown> {
  const known = Object.entries(properties).filter(([, { isUnknown }]) => !isUnknown);
  return Object.fromEntries(known.map(([name, { value }]) => [name, value]));
}

/** The same message with these properties as secrets. */
export function withSecrets(struct: Struct | undefined, names: readonly string[]): Struct {
  const properties = struct?.toJavaScript() ?? {};
  for (const name of names) {
    const value = properties[name] ?? null;
    if (value !== null && !(typeof value === "object" && isSecretMark(value))) {
      properties[name] = secret(value);
    }
  }
  return Struct.fromJavaScript(properties);
}

/** These properties as a message. None is secret or unknown. */
export function structOf(properties: object): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

/**
 * The properties of the table as a message, each a secret if the table says so. A property without a value is `null`: a
 * missing one would be unknown in a preview.
 *
 * @param subject what has the properties, for messages
 * @throws DigitalOceanApiError `unexpected_response`: a text is one that the protocol has for unknown values
 */
export function markedProperties(
  fields: Readonly<Record<string, Field>>,
  values: Readonly<Record<string, unknown>>,
  subject: string,
): Struct {
  const marked = Object.entries(fields).map(([property, field]) => {
    const value = values[property];
    if (value === unknown) {
      const [text] = unknownTexts as [string];
      return [property, field.secret ? secret(text) : text] as const;
    }
    // Without `undefined` in it.
    const plain = JSON.parse(JSON.stringify(value ?? null)) as JavaScriptValue;
    if (withoutMarks([plain]).isUnknown) {
      throw new DigitalOceanApiError(
        "unexpected_response",
        `${subject}: its ${property} holds a text that Pulumi takes for a value that is not known yet.`,
      );
    }
    return [property, field.secret && plain !== null ? secret(plain) : plain] as const;
  });
  return Struct.fromJavaScript(Object.fromEntries(marked));
}

function secret(value: JavaScriptValue): JavaScriptValue {
  return { [signatureKey]: secretSignature, value };
}
