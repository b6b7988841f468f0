/** The program that a lookup runs in: its config, and how messages reach its user. */
import * as pulumi from "@pulumi/pulumi";
import { ownMember } from "../api/decode";
import type { StackConfig } from "../reads/configuration";
import { ToldRetries } from "../reads/read";
import type { Report } from "../reads/read";
import { isPlaintextConfig } from "./sdkInternals";

/** Used as the key if the program has no connection to an engine. */
const noEngine = {};

/**
 * Something that each run of a program has one of. One process can have many runs (Automation API), also several at a
 * time; each has its own connection to the engine.
 */
function ofRun<T>(make: () => T): () => T {
  const made = new WeakMap<object, T>();
  return () => {
    const run: object = pulumi.runtime.getMonitor() ?? noEngine;
    const known = made.get(run) ?? make();
    made.set(run, known);
    return known;
  };
}

/** The stack's config as the program has it now. The SDK's own `getConfig` parses all of it in every call. */
export function programConfig(): StackConfig {
  const all: Readonly<Record<string, string>> = pulumi.runtime.allConfig();
  return { get: (key) => ownMember(all, key) as string | undefined };
}

/** Warns of a token that is in the stack's config in plaintext, whether it is used or not. */
export function warnOfPlaintextToken(namespace: string): void {
  const key = `${namespace}:token`;
  if (isPlaintextConfig(key)) {
    warnOnce(
      `${key} stands in the stack's config in plaintext. Encrypt it: \`pulumi config set --secret ${key}\`, and revoke the old token.`,
    );
  }
}

/** How lookups in a program report to the user. */
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

const warnings = ofRun(() => new Set<string>());

/** Shows a warning once in a run, even if many lookups have the same. */
function warnOnce(message: string): void {
  const given = warnings();
  if (!given.has(message)) {
    given.add(message);
    void pulumi.log.warn(message);
  }
}
