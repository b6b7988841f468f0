import { ownMembers } from "../api/decode";
import type { Decoder, OddDetails } from "../api/decode";
import type { RetryNotice } from "../api/messages";
import type { ApiSettings } from "../api/settings";
import type { Subject } from "../api/subject";
import type { Partly } from "../connection/connection";
import { DigitalOceanApiError } from "../errors";
import { resolveConfiguration } from "./configuration";
import type { ConfigurationArgs, StackConfig } from "./configuration";
import { requireCredentials, warnOfOddDetails, warnOfStatus } from "./credentials";
import type { Facts, LookedUp } from "./credentials";
import type * as databases from "./databases";
import type { Databases } from "./databases";
import { amended } from "./notYet";
import type { FieldsOf } from "./secrecy";

/** What every read is asked with, whichever door it comes through. */
export interface LookUpArgs extends ConfigurationArgs {
  readonly requireCredentials?: boolean | undefined;
}

/** A read of the API as this package offers it. */
export interface Read<Args extends LookUpArgs, Key, Answer, Properties extends object> {
  /** Name of its data function, by which also the mocks of a unit test are asked. */
  readonly name: string;
  /** The properties of what is found, and which of them are secret. */
  readonly fields: FieldsOf<Properties>;
  /**
   * What is asked for, from the arguments.
   *
   * @throws DigitalOceanApiError `invalid_argument`
   */
  readonly key: (args: Args) => Key;
  readonly subject: (key: Key) => Subject;
  /** @throws DigitalOceanApiError */
  readonly ask: (asking: Asking<Args, Key>) => Promise<Answer>;
  /** The API's answer, as the mocks of a unit test may give it, and the member that all of it is in. */
  readonly body: Decoder<Answer>;
  readonly envelope: string;
  /** What follows from what was asked for, where mocks leave it out. */
  readonly defaults: (key: Key) => Partly<Properties>;
  /** Whether it is to be waited for, which a preview does not: what is secret of it is yet to come. */
  readonly isPending?: (answer: { readonly status?: string | undefined }, args: Args) => boolean;
  /** Whether an update waits for what this error says is missing, which a preview does not. */
  readonly isAwaited?: (error: DigitalOceanApiError, args: Args, key: Key) => boolean;
  /** What is handed out; what is missing of it is `undefined`. */
  readonly describe: (answer: Answer, key: Key) => Partly<Properties>;
  /** The properties without which it is refused, unless told. */
  readonly credentials: readonly (keyof Properties & string)[];
  /** What messages say of it. */
  readonly facts: (answer: Answer, key: Key) => Facts;
}

/** A read on its way. */
export interface Asking<Args, Key> {
  readonly key: Key;
  readonly subject: Subject;
  readonly args: Args;
  readonly api: Databases;
  readonly settings: ApiSettings;
  readonly surroundings: Surroundings;
}

/** What a lookup has found; its secrets are plain text here, and the door's to mark. */
export interface Found<Properties> {
  readonly properties: Partly<Properties>;
  /** Whether the secret properties are yet to come: what is in their place now is not to be used. */
  readonly isPending: boolean;
  /** Whether nothing was found, so that all properties that do not follow from the arguments are yet to come. */
  readonly isAbsent?: true;
}

/** Whether a property is unknown until an update has waited for it. */
export function isYetToCome<Properties>(
  { properties, isPending, isAbsent }: Found<Properties>,
  property: keyof Properties,
  fields: FieldsOf<Properties>,
): boolean {
  return isPending && (fields[property].secret || (isAbsent === true && properties[property] === undefined));
}

/**
 * What is asked for, as it is now.
 *
 * @throws DigitalOceanApiError with any of the codes that a lookup leads to
 */
export async function lookUp<Args extends LookUpArgs, Key, F, Properties extends object>(
  read: Read<Args, Key, F, Properties>,
  given: Args,
  surroundings: Surroundings,
): Promise<Found<Properties>> {
  const args = ownMembers(given);
  const key = read.key(args);
  const subject = read.subject(key);
  const settings = resolveConfiguration(args, surroundings, subject);
  const api = openApi(settings, surroundings.report);
  let found: F;
  try {
    found = await read.ask({ key, subject, args, api, settings, surroundings });
  } catch (error) {
    if (
      surroundings.isPreview &&
      DigitalOceanApiError.isInstance(error) &&
      read.isAwaited?.(error, args, key) === true
    ) {
      return absentInPreview(error, read, key, surroundings);
    }
    throw error;
  }
  const { tokenSource } = settings;
  const { attempts } = api;
  return handOut(read, key, args, found, surroundings, { tokenSource, attempts });
}

/**
 * The result of a preview for a cluster that does not exist yet and that the update will wait for.
 *
 * @throws DigitalOceanApiError where values are needed that are not there
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
  report.warn(amended(error, "The preview goes on without it; the update will wait for it.").message);
  return { properties: defaults(key), isPending: true, isAbsent: true };
}

/**
 * What was found, as it is handed out.
 *
 * @throws DigitalOceanApiError `not_online`, `credentials_withheld`, `unexpected_response`
 */
export function handOut<Args extends LookUpArgs, Key, F, Properties extends object>(
  read: Read<Args, Key, F, Properties>,
  key: Key,
  args: Args,
  found: F,
  { isPreview, noWait, report }: Pick<Surroundings, "isPreview" | "noWait" | "report">,
  lookedUp: LookedUp,
): Found<Properties> {
  const properties = read.describe(found, key);
  const facts = read.facts(found, key);
  const { oddDetails } = (found ?? {}) as Partial<OddDetails>;
  const isWaitedFor = read.isPending?.(found as { status?: string }, args) === true;
  const isComplete = read.credentials.every((property) => properties[property] !== undefined);
  // A run that destroys or refreshes does not fail for what an update would have waited for.
  const isPending = isWaitedFor && (isPreview || (noWait === "notUpdating" && !isComplete));
  if (isWaitedFor && noWait === "notTargeted") {
    report.info(`${facts.subject.name}: not waited for, as --target or --exclude limits this run to others.`);
  }
  if (!isPending) {
    if (args.requireCredentials !== false) {
      requireCredentials(properties, read.credentials, facts, lookedUp);
    }
    warnOfStatus(facts, report);
  }
  warnOfOddDetails(facts, oddDetails, report);
  return { properties, isPending };
}

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
  const { Databases } = require("./databases") as typeof databases;
  return new Databases(settings, report.info, report.retry);
}

/** The part of a wait after which the next notice of a cause is due. Timers may fire a little early. */
const partOfWait = 0.8;

interface Told {
  /** When the next notice of the cause is due, by `performance.now()`. */
  readonly due: number;
  readonly count: number;
}

/**
 * Which retries one run has been told about. Lookups that fail together, for the same cause, make one line: while that
 * line says when the next try begins, the other lookups add nothing to it.
 */
export class ToldRetries {
  private readonly told = new Map<string, Told>();

  /**
   * Whether to tell about this one; if so, it counts as told.
   *
   * @param leastMs the shortest time between two lines about the same cause, by how many there were
   */
  public isDue({ cause, waitMs }: RetryNotice, leastMs: (count: number) => number = () => 0): boolean {
    const now = performance.now();
    const { due, count } = this.told.get(cause) ?? { due: now, count: 0 };
    if (now < due) {
      return false;
    }
    this.told.set(cause, { due: now + Math.max(waitMs * partOfWait, leastMs(count + 1)), count: count + 1 });
    return true;
  }
}
