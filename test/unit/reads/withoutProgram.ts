// Lookups as the data functions make them, without a Pulumi program.
import { lookUp } from "../../../src/reads/read";
import type { Found, LookUpArgs, NoWait, Read } from "../../../src/reads/read";
import type { ApiLimits } from "../../../src/api/settings";
import { Emulator } from "../../../testing/emulator/emulator";
import { quickLimits } from "../api/lookUp";

/** Where and how a lookup runs. By default it is an update, with limits for tests. */
export interface WithoutProgram {
  readonly isPreview?: boolean;
  readonly needsValues?: boolean;
  readonly noWait?: NoWait;
  readonly limits?: Partial<ApiLimits>;
  /** What the lookup reports is added here, each with its kind: `warning: …`. */
  readonly told?: string[];
}

/**
 * Looks something up with the valid token.
 *
 * @param args with the endpoint
 */
export function lookUpWithoutProgram<Args extends LookUpArgs, Key, Answer, Properties extends object>(
  read: Read<Args, Key, Answer, Properties>,
  args: Args,
  { isPreview = false, needsValues = false, noWait, limits = {}, told = [] }: WithoutProgram = {},
): Promise<Found<Properties>> {
  const config: Readonly<Record<string, number>> = { ...quickLimits, ...limits };
  const tell =
    (kind: string) =>
    (message: string): void => {
      told.push(`${kind}: ${message}`);
    };
  return lookUp(
    read,
    { token: Emulator.token, ...args },
    {
      config: { get: (key) => config[key.replace("digitalocean:", "")]?.toString() },
      reader: "program",
      isPreview,
      needsValues,
      noWait,
      report: {
        info: tell("info"),
        warn: tell("warning"),
        progress: (subject, state) => told.push(`progress: ${subject}: ${state}`),
        retry: () => undefined,
      },
    },
  );
}
