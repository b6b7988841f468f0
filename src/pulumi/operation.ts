import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { DigitalOceanApiError } from "../errors";
import type { NoWait } from "../reads/read";
import { isKnown } from "./dependencies";
import { rejectQuietly } from "./rejection";
import * as pulumi from "./sdk";

/**
 * The Output, which fails if `--exclude` leaves out what it comes from, so that it is unknown in an update. The engine
 * would create what uses it without the value. Of `--target`, and with `--exclude-dependents`, it does not.
 *
 * @param subject what messages call it
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
  /** The URNs, or patterns for them, that the command is limited to with `--target`. */
  readonly targets: readonly string[];
  /** Those that it leaves out with `--exclude`. */
  readonly excludes: readonly string[];
  /** Whether it covers, or leaves out, what depends on those, too. */
  readonly isWithDependents: boolean;
}

const unknownOperation: Operation = {
  command: undefined,
  targets: [],
  excludes: [],
  isWithDependents: false,
};

/**
 * The command line of the CLI that runs this program. Neither the SDK nor the engine says whether an update is made for
 * `up`, `destroy` or `refresh` (the last two run the program with `--run-program`), nor what it is limited to.
 *
 * It is not known on Windows, or for an inline program of the Automation API, whose process is the CLI's parent.
 */
export function runningOperation(): Operation {
  return (known ??= readOperation());
}

/** It is the same as long as the process runs. */
let known: Operation | undefined;

function readOperation(): Operation {
  try {
    // The CLI starts the language host, and that starts the program.
    const languageHost = processInfo(process.ppid);
    if (!basename(languageHost.command[0] ?? "").startsWith("pulumi-language-")) {
      return unknownOperation;
    }
    return operationOf(processInfo(languageHost.parent).command);
  } catch {
    return unknownOperation;
  }
}

interface ProcessInfo {
  readonly parent: number;
  readonly command: readonly string[];
}

function processInfo(pid: number): ProcessInfo {
  if (process.platform === "linux") {
    // The name in parentheses may hold anything, parentheses too; the state and the parent's id follow the last one.
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

/** What a command line of the CLI asks for. */
export function operationOf(commandLine: readonly string[]): Operation {
  const [, ...words] = commandLine;
  return {
    // A value of an option could be the name of a command, but the CLI accepts no other positional argument before it.
    command: words.map((word) => commands.get(word)).find((command) => command !== undefined),
    targets: [...valuesOf(words, ["--target", "-t"]), ...valuesOf(words, ["--target-replace"])],
    excludes: valuesOf(words, ["--exclude", "-x"]),
    isWithDependents: words.some((word) => /^--(target|exclude)-dependents(?!=false)/.test(word)),
  };
}

/** The values of a repeatable option, given as `--target URN`, `--target=URN` or `-tURN`, several with commas between. */
function valuesOf(words: readonly string[], [long, short]: readonly [string, string?]): string[] {
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
 * Why a run waits for no cluster, although it is not a preview and the program asks for it: the command does not update
 * (`destroy` and `refresh` with `--run-program`), or is limited by `--target` or `--exclude` to other resources.
 *
 * @param urn the resource that waits; without one, nothing that is targeted
 */
export function reasonNotToWait(operation: Operation, urn?: string): NoWait | undefined {
  if (operation.command === "destroy" || operation.command === "refresh") {
    return "notUpdating";
  }
  const isCovered = urn === undefined ? operation.targets.length === 0 : covers(operation, urn);
  return isCovered ? undefined : "notTargeted";
}

/** Whether the operation is limited to a part of the stack. */
export function isLimited({ targets, excludes }: Operation): boolean {
  return targets.length > 0 || excludes.length > 0;
}

/** Whether the operation covers a resource: in the patterns of the CLI `**` stands for any text, `*` for any but `:`. */
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
