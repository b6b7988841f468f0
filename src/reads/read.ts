/** A lookup, from its arguments to its properties. `Read` is what differs between the things that can be looked up. */
import type * as client from "../api/client";
import { ownMembers } from "../api/decode";
import type { OddDetails } from "../api/decode";
import type { RetryNotice } from "../api/messages";
import type { ApiSettings } from "../api/settings";
import type { Subject } from "../api/subject";
import type { Partly } from "../connection/connection";
import { DigitalOceanApiError } from "../errors";
import { amended } from "./absence";
import { resolveConfiguration } from "./configuration";
import type { ConfigurationArgs, Reader, StackConfig } from "./configuration";
import { requireCredentials, warnOfOddDetails, warnOfStatus } from "./credentials";
import type { Facts } from "./credentials";
import type { FieldsOf } from "./secrecy";

/** The arguments of every lookup. */
export interface LookUpArgs extends ConfigurationArgs {
  readonly requireCredentials?: boolean | undefined;
}

/** The arguments of the lookups of something that a cluster has by name. */
export interface PartArgs extends LookUpArgs {
  readonly clusterUuid: string;
  readonly name: string;
}

/** One thing that can be looked up. */
export interface Read<Args extends LookUpArgs, Key, Answer, Properties extends object> {
  /** The name of its data function. */
  readonly name: string;
  /** Its properties, and which of them are secret. */
  readonly fields: FieldsOf<Properties>;
  /** The properties without which it is an error, by default. */
  readonly credentials: readonly (keyof Properties & string)[];
  /**
   * What is asked for, from the arguments.
   *
   * @throws DigitalOceanApiError `invalid_argument`
   */
  readonly key: (args: Args) => Key;
  /** What messages call it. */
  readonly subject: (key: Key) => Subject;
  /** @throws DigitalOceanApiError */
  readonly ask: (asking: Asking<Args, Key>) => Promise<Answer>;
  /** The properties, from the answer. What is missing is `undefined`. */
  readonly describe: (answer: Answer, key: Key) => Partly<Properties>;
  /** The properties that follow from the arguments alone. */
  readonly defaults: (key: Key) => Partly<Properties>;
  /** What messages say of the answer. */
  readonly facts: (answer: Answer, key: Key) => Facts;
  /** Whether an update waits for a change of the answer. A preview does not: secret properties are unknown in it. */
  readonly isPending?: (answer: { readonly status?: string | undefined }, args: Args) => boolean;
  /** Whether an update waits for what this error says is missing. */
  readonly isAwaited?: (error: DigitalOceanApiError, args: Args, key: Key) => boolean;
}

/** A lookup that has begun. */
export interface Asking<Args, Key> {
  readonly key: Key;
  readonly subject: Subject;
  readonly args: Args;
  readonly api: client.ApiClient;
  readonly surroundings: Surroundings;
}

/** Where a lookup runs. */
export interface Surroundings {
  /** The process whose config and environment count. */
  readonly reader: Reader;
  readonly config: StackConfig;
  /** Whether this is a preview, which does not wait for a cluster. */
  readonly isPreview: boolean;
  /** Why an update does not wait for a cluster either. */
  readonly noWait?: NoWait | undefined;
  /** Whether public properties are needed as plain values, which cannot be unknown. */
  readonly needsValues?: boolean;
  readonly report: Report;
}

/** The command does not update the stack, or it updates other resources only. */
export type NoWait = "notUpdating" | "notTargeted";

/** Shows the user messages of one line. */
export interface Report {
  readonly info: (message: string) => void;
  readonly warn: (message: string) => void;
  /** Shows how far a wait has come. The next such line replaces this one where the display can do that. */
  readonly progress: (subject: string, state: string) => void;
  /** Shows a retry, as {@link progress} does, once for all lookups that retry for the same cause. */
  readonly retry: (notice: RetryNotice) => void;
}

/** What a lookup has found. Secret properties are plain text here; the caller marks them. */
export interface Found<Properties> {
  readonly properties: Partly<Properties>;
  /** Whether the secret properties are unknown until an update has waited; their values here are not to be used. */
  readonly isPending: boolean;
  /** Whether nothing was found yet: the properties that do not follow from the arguments are unknown, too. */
  readonly isAbsent?: true;
}

/** Whether a property is unknown until an update has waited. */
export function isYetToCome<Properties>(
  { properties, isPending, isAbsent }: Found<Properties>,
  property: keyof Properties,
  fields: FieldsOf<Properties>,
): boolean {
  return isPending && (fields[property].secret || (isAbsent === true && properties[property] === undefined));
}

/** @throws DigitalOceanApiError */
export async function lookUp<Args extends LookUpArgs, Key, Answer, Properties extends object>(
  read: Read<Args, Key, Answer, Properties>,
  given: Args,
  surroundings: Surroundings,
): Promise<Found<Properties>> {
  const args = ownMembers(given);
  const key = read.key(args);
  const subject = read.subject(key);
  const settings = resolveConfiguration(args, surroundings, subject);
  const api = openApi(settings, surroundings.report);
  let answer: Answer;
  try {
    answer = await read.ask({ key, subject, args, api, surroundings });
  } catch (error) {
    const isAwaited =
      surroundings.isPreview &&
      DigitalOceanApiError.isInstance(error) &&
      read.isAwaited?.(error, args, key) === true;
    if (!isAwaited) {
      throw error;
    }
    return absentInPreview(error, read, key, surroundings);
  }
  return checked(read, key, args, answer, surroundings, api);
}

/**
 * The result of a preview, for a cluster that does not exist yet and that the update will wait for.
 *
 * @throws DigitalOceanApiError the caller needs values
 */
function absentInPreview<Key, Properties extends object>(
  error: DigitalOceanApiError,
  { name, defaults }: Pick<Read<never, Key, never, Properties>, "name" | "defaults">,
  key: Key,
  { report, needsValues }: Surroundings,
): Found<Properties> {
  if (needsValues === true) {
    throw amended(
      error,
      `An update waits for it, a preview does not: use ${name}Output, whose properties are unknown in the preview, ` +
        "or run `pulumi up --skip-preview`.",
    );
  }
  report.warn(amended(error, "An update waits for it; a preview goes on without it.").message);
  return { properties: defaults(key), isPending: true, isAbsent: true };
}

/** @throws DigitalOceanApiError `not_online`, `credentials_withheld`, `unexpected_response` */
function checked<Args extends LookUpArgs, Key, Answer, Properties extends object>(
  read: Read<Args, Key, Answer, Properties>,
  key: Key,
  args: Args,
  answer: Answer,
  { isPreview, noWait, report }: Surroundings,
  api: client.ApiClient,
): Found<Properties> {
  const properties = read.describe(answer, key);
  const facts = read.facts(answer, key);
  const { status, oddDetails } = answer as Partial<OddDetails> & { readonly status?: string };
  const isWaitedFor = read.isPending?.({ status }, args) === true;
  const isComplete = read.credentials.every((property) => properties[property] !== undefined);
  // `destroy` and `refresh` do not fail because of what an update would have waited for.
  const isPending = isWaitedFor && (isPreview || (noWait === "notUpdating" && !isComplete));
  if (isWaitedFor && noWait === "notTargeted") {
    report.info(
      `${facts.subject.name}: not waited for, because --target or --exclude leaves it out of this update.`,
    );
  }
  if (!isPending) {
    if (args.requireCredentials !== false) {
      const { tokenSource } = api.settings;
      requireCredentials(properties, read.credentials, facts, { tokenSource, attempts: api.attempts });
    }
    warnOfStatus(facts, report.warn);
  }
  warnOfOddDetails(facts, oddDetails, report.warn);
  return { properties, isPending };
}

/** The API for one lookup, whose deadline begins now. */
function openApi(settings: ApiSettings, report: Report): client.ApiClient {
  // Loaded here, so that a program without lookups loads no HTTP client. `import()` would not do: Pulumi's ts-node leaves
  // it to Node's ESM loader, which finds no TypeScript.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { ApiClient } = require("../api/client") as typeof client;
  return new ApiClient(settings, report.info, report.retry);
}

/** Which retries one run has been shown: lookups that fail together for the same cause make one line. */
export class ToldRetries {
  private readonly shown = new Map<string, { readonly due: number; readonly count: number }>();

  /**
   * Whether to show this one; if so, it counts as shown.
   *
   * @param leastMs the shortest time between two lines about the same cause, by how many there were
   */
  public isDue({ cause, waitMs }: RetryNotice, leastMs: (count: number) => number = () => 0): boolean {
    const now = performance.now();
    const { due, count } = this.shown.get(cause) ?? { due: now, count: 0 };
    if (now < due) {
      return false;
    }
    // Timers may fire a little early.
    const nextMs = Math.max(waitMs * 0.8, leastMs(count + 1));
    this.shown.set(cause, { due: now + nextMs, count: count + 1 });
    return true;
  }
}
