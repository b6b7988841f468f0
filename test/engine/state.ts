// The state of a stack as Pulumi stores it.
import type { Encryption } from "./passphrase";

/** The fields of a checkpoint that tests use. */
export interface Deployment {
  readonly deployment: {
    readonly secrets_providers?: { readonly state: { readonly salt: string } };
    /** Missing in a stack without resources. */
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly unknown[];
  };
}

/** The fields of a resource in a checkpoint that tests use. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly external?: boolean;
  readonly provider?: string;
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly additionalSecretOutputs?: readonly string[];
}

/** The resources of a state, none in a stack that has never been updated. */
export function resourcesIn(state: Deployment): readonly StateResource[] {
  return state.deployment.resources ?? [];
}

/** The stack outputs in a checkpoint. */
export function stateOutputs(state: Deployment): Readonly<Record<string, unknown>> {
  return resourcesIn(state).find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}

/** The key and the value that mark a secret in a state. */
const secretMark = ["4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"] as const;

/** Whether a value of a checkpoint is an encrypted secret. */
export function isEncrypted(value: unknown): value is { readonly ciphertext: string } {
  return typeof value === "object" && value !== null && "ciphertext" in value;
}

/** Whether a value of a decrypted checkpoint is a secret. Its text is JSON. */
export function isDecrypted(value: unknown): value is { readonly plaintext: string } {
  return typeof value === "object" && value !== null && "plaintext" in value;
}

/** A copy of a checkpoint or of a part of it with decrypted secrets, as `pulumi stack export --show-secrets` prints it. */
export function decrypted<T>(part: T, encryption: Encryption): T {
  return withEach(part, (value) =>
    isEncrypted(value)
      ? { [secretMark[0]]: secretMark[1], plaintext: encryption.decrypt(value.ciphertext) }
      : undefined,
  );
}

/** The opposite of {@link decrypted}. */
export function encrypted<T>(part: T, encryption: Encryption): T {
  return withEach(part, (value) =>
    isDecrypted(value)
      ? { [secretMark[0]]: secretMark[1], ciphertext: encryption.encrypt(value.plaintext) }
      : undefined,
  );
}

/** The value of a decrypted stack output, without the marks of secrets. */
export function plainValue(value: unknown): unknown {
  return withEach(value, (part) =>
    isDecrypted(part) ? plainValue(JSON.parse(part.plaintext) as unknown) : undefined,
  );
}

/** A copy in which each part is replaced for which `replace` has something else than `undefined`. */
function withEach<T>(value: T, replace: (part: unknown) => unknown): T {
  const copy = (part: unknown): unknown => {
    const replaced = replace(part);
    if (replaced !== undefined) {
      return replaced;
    }
    if (typeof part !== "object" || part === null) {
      return part;
    }
    return Array.isArray(part)
      ? part.map(copy)
      : Object.fromEntries(Object.entries(part).map(([key, each]) => [key, copy(each)]));
  };
  return copy(value) as T;
}
