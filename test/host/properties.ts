/** Values as they go between the engine and the host. */
export type Properties = Record<string, unknown>;

// How the engine tells a secret from any object: part of its protocol, and the SDK's `runtime.specialSigKey`.
const specialSigKey = "4dabf18193072939515e22adb298388d";
const specialSecretSig = "1b47061264138c4ac30d75fd1eb44270";

/** The value as a secret. */
export function marked(value: unknown): Properties {
  return { [specialSigKey]: specialSecretSig, value };
}

/** Whether the engine takes the value for a secret. */
export function isMarked(value: unknown): value is { readonly value: unknown } {
  return (
    typeof value === "object" &&
    value !== null &&
    specialSigKey in value &&
    value[specialSigKey] === specialSecretSig
  );
}

/** The values, those that are secret too. */
export function unmarked(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, isMarked(value) ? value.value : value]),
  );
}
