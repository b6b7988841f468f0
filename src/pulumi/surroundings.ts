import { ownMember } from "../api/decode";
import type { StackConfig } from "../reads/configuration";
import { ToldRetries } from "../reads/read";
import type { Report } from "../reads/read";
import * as pulumi from "./sdk";

/** Used as the key if the program has no connection to an engine. */
const noEngine = {};

/**
 * Something that each run of a program has one of. One process can have many runs (Automation API), also several at a
 * time; each has its own connection to the engine.
 */
export function ofRun<T>(make: () => T): () => T {
  const made = new WeakMap<object, T>();
  return () => {
    const run: object = pulumi.runtime.getMonitor() ?? noEngine;
    const known = made.get(run) ?? make();
    made.set(run, known);
    return known;
  };
}

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

/** What lookups tell the user, in a program. */
export const programReport: Report = {
  info: (message) => void pulumi.log.info(message),
  warn: warnOnce,
  progress: (subject, state) => {
    showFleetingly(`${subject}: ${state}`);
  },
  retry: (notice) => {
    if (toldRetries().isDue(notice)) {
      showFleetingly(notice.text);
    }
  },
};

const toldRetries = ofRun(() => new ToldRetries());

/** Shows a line that the engine replaces by the next one. */
function showFleetingly(line: string): void {
  void pulumi.log.info(line, undefined, undefined, true);
}

/** The mocks of a unit test that the program runs in (`pulumi.runtime.setMocks`), if it does. */
export function unitTestMocks(): pulumi.runtime.Mocks | undefined {
  const monitor: object | undefined = pulumi.runtime.getMonitor();
  return ownMember(monitor ?? {}, "mocks") as pulumi.runtime.Mocks | undefined;
}

/** What each run of a program has been warned of. */
const warnings = ofRun(() => new Set<string>());

/** Warns once in a run, however many lookups have the same to say. */
export function warnOnce(message: string): void {
  const given = warnings();
  if (!given.has(message)) {
    given.add(message);
    void pulumi.log.warn(message);
  }
}
