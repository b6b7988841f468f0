import { Emulator } from "../../testing/emulator/emulator";
import { diagnosticsIn, diagnosticsOf } from "./resourceProject";
import type { Deployment, StateResource } from "./state";
import { storedClusters } from "./states/storedProject";
import {
  contentOf,
  createStoredProject,
  importState,
  storedState,
  withClusters,
  withoutTokens,
} from "./states/storedState";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

/** What a build may have written that knew less than this one. */
const unknownThen = ["privateHost", "privateUri", "versionEndOfAvailability", "rules", "doSettings", "users"];

const unattended = ["--yes", "--skip-preview"];

describeWithEngine("a state of another shape", () => {
  let emulator: Emulator;
  let project: Project;
  /** What this build writes. */
  let usual: unknown;

  beforeAll(async () => {
    emulator = await Emulator.start({ clusters: Object.values(storedClusters) });
    project = await createStoredProject(emulator);
    await importState(project, storedState("0.1.0-first"));
    await run("up", ...unattended);
    usual = await contentOf(project);
  });

  afterAll(async () => {
    await project.remove();
    await emulator.stop();
  });

  async function run(...args: string[]): Promise<string> {
    const { code, printed } = await project.run(...args);
    expect([args, code, printed]).toEqual([args, 0, expect.not.stringMatching(/warning|error/)]);
    return printed;
  }

  const without = (values: StateResource["outputs"] = {}): Record<string, unknown> =>
    Object.fromEntries(Object.entries(values).filter(([key]) => !unknownThen.includes(key)));

  const shapes: Readonly<Record<string, (state: Deployment) => Deployment>> = {
    "that lacks properties, and marks of secrets": (state) =>
      withClusters(state, ({ outputs }) => ({
        outputs: without(outputs),
        additionalSecretOutputs: ["password"],
      })),
    "that has properties and inputs which nobody knows any more": (state) =>
      withClusters(state, ({ inputs, outputs }) => ({
        inputs: { ...inputs, fromTheFuture: true },
        outputs: { ...outputs, fromTheFuture: true, sharding: { shards: [1, 2], keys: null } },
        additionalSecretOutputs: [...Object.keys(outputs ?? {}), "sharding"],
      })),
  };

  it.each(Object.entries(shapes))("%s becomes the usual one in an update", async (_, shape) => {
    const state = shape(storedState("0.1.0-first"));
    await importState(project, state);
    expect(await contentOf(project)).not.toEqual(usual);
    await run("preview", "--expect-no-changes");
    await run("up", ...unattended, "--expect-no-changes");
    expect(await contentOf(project)).toEqual(usual);
  });

  it.each(Object.entries(shapes))(
    "%s is refreshed, then unchanged, and can be destroyed",
    async (_, shape) => {
      await importState(project, shape(storedState("0.1.0-first")));
      await run("refresh", ...unattended);
      await run("preview", "--expect-no-changes");
      await run("up", ...unattended, "--expect-no-changes");
      expect(await contentOf(project)).toEqual(usual);
      expect(await run("destroy", ...unattended)).toMatch(/- 1 deleted\n/);
    },
  );

  it("without a token says in a refresh what to do", async () => {
    await importState(project, withoutTokens(storedState("0.1.0-first")));
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
