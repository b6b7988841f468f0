import { useEmulator } from "../../testing/emulator/useEmulator";
import { diagnosticsIn, diagnosticsOf } from "./resourceProject";
import type { Deployment, StateResource } from "./state";
import { storedClusters, storedProgram, storedProgramWith } from "./states/storedProject";
import {
  contentOf,
  createStoredProject,
  inOneStack,
  storedState,
  withClusters,
  withoutTokens,
} from "./states/storedState";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

/** What the states of an older build may lack. */
const newer = ["privateHost", "privateUri", "versionEndOfAvailability", "rules", "doSettings", "users"];

const unattended = ["--yes", "--skip-preview"];

const without = (values: StateResource["outputs"] = {}): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !newer.includes(key)));

/** The state of an older build: without some properties and without some marks of secrets. */
function older(state: Deployment): Deployment {
  return withClusters(state, ({ outputs }) => ({
    outputs: without(outputs),
    additionalSecretOutputs: ["password"],
  }));
}

/** The state of a newer build: with properties and inputs that this build does not know. */
function fromTheFuture(state: Deployment): Deployment {
  return withClusters(state, ({ inputs, outputs }) => ({
    inputs: { ...inputs, fromTheFuture: true },
    outputs: { ...outputs, fromTheFuture: true, sharding: { shards: [1, 2], keys: null } },
    additionalSecretOutputs: [...Object.keys(outputs ?? {}), "sharding"],
  }));
}

describeWithEngine("a state of another build", () => {
  const emulator = useEmulator({ clusters: Object.values(storedClusters) });
  const stored = storedState("0.1.0-first");
  let project: Project;

  /** Runs the CLI, which must succeed without a warning. */
  async function run(...args: string[]): Promise<string> {
    const { code, printed } = await project.run(...args);
    expect([args, code, printed]).toEqual([args, 0, expect.not.stringMatching(/warning|error/)]);
    return printed;
  }

  it("becomes the usual one in an update and in a refresh if it lacks properties or has unknown ones", async () => {
    project = createStoredProject(emulator, storedProgramWith(["0", "1"]));
    project.writeState(inOneStack([stored, stored]));
    await project.up();
    const usual = contentOf(project);
    const other = inOneStack([older(stored), fromTheFuture(stored)]);

    project.writeState(other);
    expect(contentOf(project)).not.toEqual(usual);
    // With a preview and an update.
    await run("up", "--yes", "--expect-no-changes");
    expect(contentOf(project)).toEqual(usual);

    project.writeState(other);
    await run("refresh", ...unattended);
    await run("up", ...unattended, "--expect-no-changes");
    expect(contentOf(project)).toEqual(usual);
  });

  it("can be destroyed if it lacks properties or has unknown ones", async () => {
    project = createStoredProject(emulator, storedProgram);
    project.writeState(inOneStack([older(stored), fromTheFuture(stored)]));
    expect(await run("destroy", ...unattended)).toMatch(/- 1 deleted\n/);
  });

  it("without a token makes a refresh fail with what to do, which then works", async () => {
    project = createStoredProject(emulator, storedProgram);
    project.writeState(withoutTokens(stored));
    const { code, printed } = await project.run("refresh", ...unattended);
    expect(code).not.toBe(0);
    expect(diagnosticsIn(printed)[diagnosticsOf.cluster("cache")]).toEqual([
      expect.stringMatching(
        /^error: .*no DigitalOcean token.*set --secret otherAccount:token.*`pulumi refresh --run-program`\. \[missing_token\]$/,
      ),
    ]);
    await run("refresh", ...unattended, "--run-program");
    await run("refresh", ...unattended);
  });
});
