import * as pulumi from "./sdk";
import { ownMember } from "../api/own";
import type { StackConfig } from "../lookup/configuration";
import { warnOnce } from "./warnOnce";

/** The stack's config as a program has it now. Of the SDK's own `getConfig` every call parses all of it. */
export function programConfig(): StackConfig {
  const all: Readonly<Record<string, string>> = pulumi.runtime.allConfig();
  return { get: (key) => ownMember(all, key) as string | undefined };
}

/**
 * Warns of a token that is in the stack's config in plaintext, whether it is used or not: once in a run, however many
 * lookups there are.
 */
export function warnOfPlaintextToken(namespace: string): void {
  const key = `${namespace}:token`;
  // The SDK's types do not show it, but its own `Config` calls it. Without it nothing is known, and nothing is said.
  const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  if (!pulumi.runtime.getConfig(key) || isConfigSecret === undefined || isConfigSecret(key)) {
    return;
  }
  warnOnce(
    `${key} stands in the stack's config in plaintext. Encrypt it: \`pulumi config set --secret ${key}\`, and revoke the old token.`,
  );
}
