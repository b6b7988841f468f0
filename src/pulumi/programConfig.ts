import * as pulumi from "./sdk";
import type { StackConfig } from "../lookup/configuration";

/** The stack's config as a program has it now. Of the SDK's own `getConfig` every call parses all of it. */
export function programConfig(): StackConfig {
  const all: Readonly<Record<string, string>> = pulumi.runtime.allConfig();
  return { get: (key) => all[key] };
}

const warnedOf = new Set<string>();

/**
 * Warns of a token that stands in the stack's config in plaintext, whether it is used or not: once a key,
 * however many lookups there are.
 */
export function warnOfPlaintextToken(namespace: string): void {
  const key = `${namespace}:token`;
  // Not in the SDK's types, but what its own `Config` asks; without it nothing is known and nothing said.
  const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  if (
    !pulumi.runtime.getConfig(key) ||
    isConfigSecret === undefined ||
    isConfigSecret(key) ||
    warnedOf.has(key)
  ) {
    return;
  }
  warnedOf.add(key);
  void pulumi.log.warn(
    `${key} stands in the stack's config in plaintext. Encrypt it: \`pulumi config set --secret ${key}\`, and revoke the old token.`,
  );
}
