/** The `pulumi` command that runs the program, and what follows from it for a lookup. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { DigitalOceanApiError } from "../errors";
import type { NoWait } from "../reads/read";
import { rejectQuietly } from "./rejection";
import { isKnown } from "./sdkInternals";

/**
 * The Output, which fails if it is unknown in an update because `--exclude` leaves out what it comes from: the engine
 * would create the resources that use it, without the value. With `--target` and `--exclude-dependents` it does not.
 *
 * @param subject its name in messages
 */
export function usable<T>(output: pulumi.Output<T>, subject: string): pulumi.Output<T> {
  const { excludes, isWithDependents } = runningOperation();
  if (pulumi.runtime.isDryRun() || excludes.length === 0 || isWithDependents) {
    return output;
  }
  return pulumi.all([output, rejectQuietly(requireKnown(output, subject))]).apply(([value]) => value as T);
}

async function requireKnown(output: pulumi.Output<unknown>, subject: string): Promise<void> {
  if (!(await isKnown(output))) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${subject}: --exclude leaves out what it is looked up with, so that its properties are unknown in this update. ` +
        "Add --exclude-dependents, or exclude less.",
    );
  }
}

/** The `pulumi` command that runs this program, as far as a program can know it. */
export interface Operation {
  /** Such as `up`, `destroy` or `refresh`; `undefined` if it is not known. */
  readonly command: string | undefined;
  /** The URNs, or patterns for them, given with `--target`. */
  readonly targets: readonly string[];
  /** Those given with `--exclude`. */
  readonly excludes: readonly string[];
  /** Whether these options apply to the dependents of those resources, too. */
  readonly isWithDependents: boolean;
}

let running: Operation | undefined;

/** The command that runs this program, read from the CLI's command line (docs/pulumi-internals.md, "COMMAND LINE"). */
export function runningOperation(): Operation {
  return (running ??= operationOf(commandLineOfCli()));
}

/** Empty if it is not known: on Windows, and for an inline program of the Automation API. */
function commandLineOfCli(): readonly string[] {
  try {
    // The CLI starts the language host, and that starts the program.
    const languageHost = processInfo(process.ppid);
    return basename(languageHost.command[0] ?? "").startsWith("pulumi-language-")
      ? processInfo(languageHost.parent).command
      : [];
  } catch {
    return [];
  }
}

interface ProcessInfo {
  readonly parent: number;
  readonly command: readonly string[];
}

function processInfo(pid: number): ProcessInfo {
  if (process.platform === "linux") {
    // The name in parentheses may contain parentheses; the state and the parent's id follow the last one.
    const parent = /.*\) \S (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
    return { parent: Number(parent), command };
  }
  const printed = execFileSync("ps", ["-o", "ppid=,command=", "-p", String(pid)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 5000,
  });
  const [, parent, command = ""] = /^\s*(\d+)\s+(.*)$/m.exec(printed) ?? [];
  return { parent: Number(parent), command: command.split(/\s+/) };
}

/** Names of the commands that run a program, with their aliases. */
const commands: ReadonlyMap<string, string> = new Map([
  ["up", "up"],
  ["update", "up"],
  ["watch", "up"],
  ["preview", "preview"],
  ["pre", "preview"],
  ["destroy", "destroy"],
  ["down", "destroy"],
  ["dn", "destroy"],
  ["refresh", "refresh"],
]);

/** Parses a command line of the CLI. */
export function operationOf(commandLine: readonly string[]): Operation {
  const words = commandLine.slice(1);
  return {
    // The value of an option could be the name of a command, but the CLI accepts no other positional argument before it.
    command: words.map((word) => commands.get(word)).find((command) => command !== undefined),
    targets: [...valuesOf(words, "--target", "-t"), ...valuesOf(words, "--target-replace")],
    excludes: valuesOf(words, "--exclude", "-x"),
    isWithDependents: words.some((word) => /^--(target|exclude)-dependents(?!=false)/.test(word)),
  };
}

/** The values of a repeatable option, given as `--target URN`, `--target=URN` or `-tURN`, several with commas between. */
function valuesOf(words: readonly string[], long: string, short?: string): string[] {
  return words
    .flatMap((word, index) => {
      if (word === long || word === short) {
        return words[index + 1] ?? [];
      }
      if (word.startsWith(`${long}=`)) {
        return word.slice(long.length + 1);
      }
      return short !== undefined && word.startsWith(short) && !word.startsWith("--")
        ? word.slice(short.length).replace(/^=/, "")
        : [];
    })
    .flatMap((value) => value.split(","))
    .filter((value) => value !== "");
}

/**
 * Why a run does not wait for a cluster, although it is not a preview and the program asks for it: the command does not
 * update (`destroy` and `refresh` with `--run-program`), or `--target` or `--exclude` limits it to other resources.
 *
 * @param urn the resource that waits; a data function has none, and no target covers it
 */
export function reasonNotToWait(operation: Operation, urn?: string): NoWait | undefined {
  if (operation.command === "destroy" || operation.command === "refresh") {
    return "notUpdating";
  }
  const isCovered = urn === undefined ? operation.targets.length === 0 : covers(operation, urn);
  return isCovered ? undefined : "notTargeted";
}

/** Whether the operation covers a resource. In the CLI's patterns `**` stands for any text, `*` for any text without `:`. */
export function covers({ targets, excludes }: Operation, urn: string): boolean {
  return targets.length > 0
    ? targets.some((pattern) => matches(pattern, urn))
    : !excludes.some((pattern) => matches(pattern, urn));
}

function matches(pattern: string, urn: string): boolean {
  const expression = pattern
    .split(/(\*\*|\*)/)
    .map((part) =>
      part === "**" ? ".*" : part === "*" ? "[^:]*" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
    )
    .join("");
  return new RegExp(`^${expression}$`).test(urn);
}
