import { existsSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { name as packageName } from "../../package.json";
import { Emulator } from "../../testing/emulator/emulator";
import { leaksIn } from "../unit/leaks";
import { secretTexts } from "./expectedCluster";
import { diagnosticsIn, diagnosticsOf } from "./resourceProject";
import { otherToken, storedClusters, storedProjectName, storedToken } from "./states/storedProject";
import { contentOf, createStoredProject, importState, storedState, storedStates } from "./states/storedState";
import { stateOutputs } from "./state";
import { backendText, describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

const unattended = ["--yes", "--skip-preview"];

/** What else may be the case, and what is then told; nothing by what succeeds. */
interface Circumstance {
  readonly arrange: () => Promise<void> | void;
  /** The one line of each cluster in a refresh. */
  readonly refresh?: RegExp | undefined;
  /** The one line of each cluster in a preview and in an update. */
  readonly up?: RegExp | undefined;
  /** What is told of the program, where it does not even start. */
  readonly program?: RegExp | undefined;
}

const rotatedToken = "dop_v1_rotated-planted";
const ofCluster = "^error: .*database cluster [0-9a-f-]{36}: ";

describeWithEngine("a state that an earlier build wrote", () => {
  let emulator: Emulator;
  let project: Project;
  let installed: string;
  let packageFolder: string;
  let restoreConfig: () => void;

  beforeAll(async () => {
    emulator = await Emulator.start();
    project = await createStoredProject(emulator);
    restoreConfig = project.keepConfig();
    installed = join(project.folder, "node_modules", packageName);
    packageFolder = readlinkSync(installed);
  });

  afterAll(async () => {
    await project.remove();
    await emulator.stop();
  });

  function makeAllWell(): void {
    emulator.behave();
    emulator.state.clusters = structuredClone(Object.values(storedClusters));
    emulator.tokens.clear();
    emulator.allow(storedToken);
    emulator.allow(otherToken);
    restoreConfig();
    if (!existsSync(installed)) {
      symlinkSync(packageFolder, installed);
    }
  }

  function inBoth(line: string): Pick<Circumstance, "refresh" | "up"> {
    return { refresh: new RegExp(ofCluster + line), up: new RegExp(ofCluster + line) };
  }

  const circumstances: Readonly<Record<string, Circumstance>> = {
    "with everything well": { arrange: () => undefined },
    "with the package missing": {
      arrange: () => {
        rmSync(installed);
      },
      refresh: new RegExp(`${ofCluster}Cannot find module '${packageName}/dynamic'; install it$`),
      program: /^Error: Cannot find module 'pulumi-digitalocean-databases'$/m,
    },
    "with the token missing, which a refresh has from the state": {
      arrange: async () => {
        await project.stack.removeConfig("digitalocean:token");
        await project.stack.removeConfig("otherAccount:token");
      },
      up: /^error: .*: no DigitalOcean token( for the namespace otherAccount)?\. Set one with `pulumi config set --secret (digitalocean|otherAccount):token`/,
    },
    "with the token rotated since": {
      arrange: async () => {
        emulator.tokens.clear();
        emulator.allow(rotatedToken);
        for (const namespace of ["digitalocean", "otherAccount"]) {
          await project.stack.setConfig(`${namespace}:token`, { value: rotatedToken, secret: true });
        }
      },
      refresh:
        /\(401 unauthorized\).* A refresh has the config of the last update.*: .* run `pulumi up` without `--refresh`/,
    },
    "with an API that does not answer": {
      arrange: () => {
        emulator.misbehave(() => undefined);
      },
      ...inBoth("no answer from 127\\.0\\.0\\.1:\\d+ in 1 try, within \\d\\.\\d s\\."),
    },
    "with an API that ends connections": {
      arrange: () => {
        emulator.misbehave(({ socket }) => {
          socket.destroy();
        });
      },
      ...inBoth("cannot reach 127\\.0\\.0\\.1:\\d+ \\(ECONNRESET\\) in 2 tries\\."),
    },
  };

  let before: unknown;

  /** Runs the CLI and holds that it tells that, and that the state says what it said before. */
  async function run(
    args: readonly string[],
    { refresh: line, program }: Partial<Circumstance>,
  ): Promise<void> {
    const { code, printed } = await project.run(...args, "--expect-no-changes");
    expect(printed).not.toContain("warning");
    const { [diagnosticsOf.stack(storedProjectName)]: ofProgram = [], ...ofClusters } =
      diagnosticsIn(printed);
    const lines = line === undefined ? [] : [expect.stringMatching(line) as unknown];
    for (const name of ["database", "cache"]) {
      expect([args, name, ofClusters[diagnosticsOf.cluster(name)] ?? []]).toEqual([args, name, lines]);
    }
    const text = ofProgram.join("\n");
    if (line === undefined && program === undefined) {
      expect([args, code, text]).toEqual([args, 0, ""]);
    } else {
      expect([args, code, text]).toEqual([args, 1, expect.stringMatching(program ?? "")]);
    }
    expect([args, await contentOf(project)]).toEqual([args, before]);
  }

  async function destroy(): Promise<void> {
    emulator.requests.length = 0;
    const { code, printed } = await project.run("destroy", ...unattended);
    expect([code, printed]).toEqual([0, expect.stringMatching(/Resources:\n +- 1 deleted\n/)]);
    expect(printed).not.toMatch(/error|warning|Diagnostics/);
    expect(JSON.stringify(await project.state())).not.toContain("urn:pulumi:");
    expect(emulator.requests).toEqual([]);
  }

  describe.each(storedStates)("%s", (name) => {
    beforeEach(async () => {
      makeAllWell();
      await importState(project, storedState(name));
      before = await contentOf(project);
    });

    it.each(Object.entries(circumstances))("survives %s", async (_, { arrange, refresh, up, program }) => {
      await arrange();
      await run(["refresh", ...unattended], { refresh });
      await run(["preview"], { refresh: up, program });
      await run(["up", ...unattended], { refresh: up, program });
      for (const { method, path } of emulator.requests) {
        expect(`${method} ${path}`).toMatch(/^GET \/v2\/databases\/5a1e0000-0000-4000-8000-00000000000[14]$/);
      }
      await destroy();
    });

    it("loses clusters that are gone in a refresh only, and its outputs never", async () => {
      emulator.state.clusters = [];
      const gone = new RegExp(`${ofCluster}not found: the token's team has no cluster .*\\(404 not_found\\)`);
      await run(["preview"], { refresh: gone });
      await run(["up", ...unattended], { refresh: gone });
      const outputs = stateOutputs(await project.state("--show-secrets"));
      const { code, printed } = await project.run("refresh", ...unattended);
      expect([code, printed]).toEqual([0, expect.stringMatching(/- 2 deleted\n/)]);
      expect(stateOutputs(await project.state("--show-secrets"))).toEqual(outputs);
      makeAllWell();
      expect(await project.run("up", ...unattended)).toMatchObject({ code: 0 });
      expect(await contentOf(project)).toEqual(before);
      await destroy();
    });
  });

  it("is kept without a secret that can be read", () => {
    const secrets = Object.values(storedClusters).flatMap(secretTexts);
    expect(leaksIn(backendText(), [storedToken, otherToken, rotatedToken, ...secrets])).toEqual([]);
    expect(secrets.length).toBeGreaterThan(20);
  });
});
