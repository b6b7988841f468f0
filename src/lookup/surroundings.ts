import type { ApiSettings } from "../api/settings";
import type * as databases from "../api/databases";
import type { RetryNotice } from "../api/retryNotice";
import type { StackConfig } from "./configuration";

/** What a door has around it. */
export interface Surroundings {
  /** Whose config and environment count: a resource is read in another process than the program's. */
  readonly reader: Reader;
  readonly config: StackConfig;
  /** Whether this is a preview, in which nobody waits for a cluster. */
  readonly isPreview: boolean;
  /** Why nothing is waited for although this is no preview; by default a lookup waits if it is asked to. */
  readonly noWait?: NoWait | undefined;
  /** Whether the public properties are handed out as plain values, which cannot be unknown. */
  readonly needsValues?: boolean;
  readonly report: Report;
}

/** A process that looks clusters up. */
export type Reader = "program" | "providerHost";

/** The command does not update the stack; or it updates other resources only. */
export type NoWait = "notUpdating" | "notTargeted";

/** Tells the user, in one line each, what an answer does not. */
export interface Report {
  /** Why a lookup takes long. */
  readonly info: (message: string) => void;
  /** What is odd about what was found. */
  readonly warn: (message: string) => void;
  /** How far a wait for something has come; the next such line takes the place of this one, where it can. */
  readonly progress: (subject: string, state: string) => void;
  /** A try has failed and another will follow; shown as {@link progress} is, once for all lookups of the same cause. */
  readonly retry: (notice: RetryNotice) => void;
}

/** The API for one lookup, whose deadline begins now. */
export function openApi(settings: ApiSettings, report: Report): databases.Databases {
  // Loaded here, so that a program that looks nothing up loads no HTTP client; not with `import()`, which
  // Pulumi's ts-node leaves to Node's ESM loader, and that finds no TypeScript.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Databases } = require("../api/databases") as typeof databases;
  return new Databases(settings, report.info, report.retry);
}
