// Properties as the engine and the provider host exchange them.
export type Properties = Record<string, unknown>;

// Marks an object as a secret in Pulumi's protocol: the SDK's `runtime.specialSigKey`.
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

/** The properties with secrets as plain values. */
export function unmarked(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, isMarked(value) ? value.value : value]),
  );
}
