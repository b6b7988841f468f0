// What a state of an earlier build must survive, for short and long tests.
import { existsSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { name as packageName } from "../../../package.json";
import { Emulator } from "../../../testing/emulator/emulator";
import { diagnosticsIn, diagnosticsOf } from "../resourceProject";
import { resourcesIn } from "../state";
import type { Deployment } from "../state";
import type { Project } from "../workspace";
import {
  otherToken,
  storedClusters,
  storedProgramWith,
  storedProjectName,
  storedToken,
} from "./storedProject";
import { contentOf, createStoredProject } from "./storedState";

export const unattended = ["--yes", "--skip-preview"];
export const rotatedToken = "dop_v1_rotated-planted";

/** What the CLI says in a circumstance; nothing by what succeeds. */
interface Told {
  /** The one line of each cluster in a refresh. */
  readonly refresh?: RegExp;
  /** The one line of each cluster in a preview and in an update. */
  readonly up?: RegExp;
  /** What is said of the program, where it does not even start. */
  readonly program?: RegExp;
}

/** A circumstance in which the CLI may find the state. */
export interface Circumstance extends Told {
  readonly arrange?: (tested: StoredStateTest) => void;
}

const ofCluster = "^error: .*database cluster [0-9a-f-]{36}: ";
export const notFound = new RegExp(
  `${ofCluster}not found: the token's team has no cluster .*\\(404 not_found\\)`,
);

function inBoth(line: string): Told {
  return { refresh: new RegExp(ofCluster + line), up: new RegExp(ofCluster + line) };
}

export const circumstances: Readonly<Record<string, Circumstance>> = {
  "with everything in order": {},
  "without the package": {
    arrange: ({ removePackage }) => {
      removePackage();
    },
    refresh: new RegExp(`${ofCluster}Cannot find module '${packageName}/dynamic'; install it$`),
    program: /^Error: Cannot find module 'pulumi-digitalocean-databases'$/m,
  },
  "without the tokens in the config, which a refresh takes from the state": {
    arrange: ({ project }) => {
      project.removeConfig("digitalocean:token");
      project.removeConfig("otherAccount:token");
    },
    up: /^error: .*: no DigitalOcean token( for the namespace otherAccount)?\. Set one with `pulumi config set --secret (digitalocean|otherAccount):token`/,
  },
  "after a rotation of the tokens": {
    arrange: ({ emulator, project }) => {
      emulator.tokens.clear();
      emulator.allow(rotatedToken);
      for (const namespace of ["digitalocean", "otherAccount"]) {
        project.setConfig(`${namespace}:token`, rotatedToken, { secret: true });
      }
    },
    refresh:
      /\(401 unauthorized\).* A refresh has the config of the last update.*: .* run `pulumi up` without `--refresh`/,
  },
  "if the API does not answer": {
    arrange: ({ emulator }) => {
      emulator.misbehave(() => undefined);
    },
    ...inBoth("no answer from 127\\.0\\.0\\.1:\\d+ in \\d tr(?:y|ies), within \\d\\.\\d s\\."),
  },
  "if the API ends the connections": {
    arrange: ({ emulator }) => {
      emulator.misbehave(({ socket }) => {
        socket.destroy();
      });
    },
    ...inBoth("cannot reach 127\\.0\\.0\\.1:\\d+ \\(ECONNRESET\\) in 2 tries\\."),
  },
};

/** A project with a stored state, to run the CLI in all circumstances. */
export class StoredStateTest {
  public before: unknown;
  private readonly restoreConfig: () => void;
  private readonly installed: string;
  private readonly packageFolder: string;

  private constructor(
    public readonly emulator: Emulator,
    public readonly project: Project,
  ) {
    this.restoreConfig = project.keepConfig();
    this.installed = join(project.folder, "node_modules", packageName);
    this.packageFolder = readlinkSync(this.installed);
  }

  /** @param suffixes as those of `storedProgramWith` */
  public static async start(suffixes: readonly string[] = [""]): Promise<StoredStateTest> {
    const emulator = await Emulator.start();
    return new StoredStateTest(emulator, createStoredProject(emulator, storedProgramWith(suffixes)));
  }

  /** Puts everything in order, and replaces the stack's state. */
  public restore(state: Deployment): void {
    this.putInOrder();
    this.project.writeState(state);
    this.before = contentOf(this.project);
  }

  /** Restores the API, the package and the config. */
  public putInOrder(): void {
    const { emulator } = this;
    emulator.behave();
    emulator.state.clusters = structuredClone(Object.values(storedClusters));
    emulator.tokens.clear();
    emulator.allow(storedToken);
    emulator.allow(otherToken);
    this.restoreConfig();
    if (!existsSync(this.installed)) {
      symlinkSync(this.packageFolder, this.installed);
    }
  }

  public readonly removePackage = (): void => {
    rmSync(this.installed);
  };

  /** Runs the CLI and expects that it says this and nothing else, and that the state says the same as before. */
  public async expectSurvival(
    args: readonly string[],
    line: RegExp | undefined,
    program?: RegExp,
  ): Promise<void> {
    const { project } = this;
    const { code, printed } = await project.run(...args, "--expect-no-changes");
    expect(printed).not.toContain("warning");
    const { [diagnosticsOf.stack(storedProjectName)]: ofProgram = [], ...ofClusters } =
      diagnosticsIn(printed);
    const names = resourcesIn(project.state())
      .filter(({ external }) => external === true)
      .map(({ urn }) => urn.split("::").at(-1) ?? "");
    const lines = line === undefined ? [] : [expect.stringMatching(line) as unknown];
    for (const name of names) {
      expect([args, name, ofClusters[diagnosticsOf.cluster(name)] ?? []]).toEqual([args, name, lines]);
    }
    const text = ofProgram.join("\n");
    if (line === undefined && program === undefined) {
      expect([args, code, text]).toEqual([args, 0, ""]);
    } else {
      expect([args, code, text]).toEqual([args, 1, expect.stringMatching(program ?? "")]);
    }
    expect([args, contentOf(project)]).toEqual([args, this.before]);
  }

  /** Expects that all requests were reads of the two clusters. */
  public expectReadsOnly(): void {
    for (const { method, path } of this.emulator.requests) {
      expect(`${method} ${path}`).toMatch(/^GET \/v2\/databases\/5a1e0000-0000-4000-8000-00000000000[14]$/);
    }
  }

  /** Destroys the stack, which must succeed without a request. */
  public async destroy(): Promise<void> {
    this.emulator.requests.length = 0;
    const { code, printed } = await this.project.run("destroy", ...unattended);
    expect([code, printed]).toEqual([0, expect.stringMatching(/Resources:\n +- 1 deleted\n/)]);
    expect(printed).not.toMatch(/error|warning|Diagnostics/);
    expect(JSON.stringify(this.project.state())).not.toContain("urn:pulumi:");
    expect(this.emulator.requests).toEqual([]);
  }
}
