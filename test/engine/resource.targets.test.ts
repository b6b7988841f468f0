// No `--target`, `--exclude` or failure of another resource breaks a stack's state.
import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { clusterInState, createResourceProject } from "./resourceProject";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

const pg = databaseCluster("pg");
const mysql = databaseCluster("mysql");

/** `made` yields a UUID, as the resource that creates a cluster would; with FAIL_MADE set it fails. */
const head = `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster } = require("pulumi-digitalocean-databases");
const provider = {
  create: async ({ fails, uuid }) => {
    if (fails) { throw new Error("made fails"); }
    return { id: "made", outs: { uuid, clusterUuid: uuid } };
  },
};
class Made extends pulumi.dynamic.Resource {
  constructor(name, inputs, opts) { super(provider, name, { clusterUuid: undefined, ...inputs }, opts); }
}
class Group extends pulumi.ComponentResource {
  constructor(name, opts) { super("tests:index:Group", name, {}, opts); }
}
const other = new Group("other");
const made = new Made("made", { uuid: ${JSON.stringify(pg.id)}, fails: process.env.FAIL_MADE });
`;

describeWithEngine("an update that leaves out what a DatabaseCluster needs", () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await Emulator.start({ clusters: [pg, mysql] });
  });

  afterAll(async () => {
    await emulator.stop();
  });

  /** Every command accepts the state, and the API was asked for real clusters only. */
  async function expectSoundState(project: Project): Promise<void> {
    const { code, printed } = await project.run("preview");
    expect([code, printed]).toEqual([0, expect.not.stringContaining("integrity")]);
    const paths = new Set(emulator.requests.map(({ path }) => path));
    paths.delete(`/v2/databases/${pg.id}`);
    paths.delete(`/v2/databases/${mysql.id}`);
    expect([...paths]).toEqual([]);
  }

  const up = ["up", "--yes", "--skip-preview"];

  describe("the resource that yields its UUID, or that it depends on", () => {
    let project: Project;

    beforeAll(async () => {
      project = await createResourceProject("targets-uuid", emulator, {
        program: `${head}
          const group = new Group("group");
          new Made("inGroup", { uuid: "x" }, { parent: group });
          const c = new DatabaseCluster("c", { uuid: made.clusterUuid, apiEndpoint: made.clusterUuid.apply(() => undefined) });
          const after = new DatabaseCluster("after", { uuid: ${JSON.stringify(mysql.id)} }, { dependsOn: [group, made] });
          new Made("app", { uuid: c.uri });
          module.exports = { uri: c.uri, region: c.region, regionAfter: after.region };`,
      });
    });

    afterAll(async () => {
      await project.remove();
    });

    it.each([
      ["--target", "**other"],
      ["--exclude", "**made", "--exclude-dependents"],
    ])("with %s %s: its properties are unknown, and the state stays valid", async (...flags) => {
      const { code, printed } = await project.run(...up, ...flags);
      expect([code, printed]).toEqual([0, expect.stringMatching(/region +: \[unknown\]/)]);
      expect(printed).toMatch(/regionAfter: "nyc3"/);
      const state = await project.state();
      expect(clusterInState(state, "c")?.dependencies ?? []).toEqual([]);
      await expectSoundState(project);
    });

    it("with --exclude alone: one line says what to add, and what needs its properties is not created", async () => {
      const { code, printed } = await project.run(...up, "--exclude", "**made");
      expect([code, printed]).toEqual([
        1,
        expect.stringMatching(/error: DatabaseCluster c: --exclude leaves out .* Add --exclude-dependents/),
      ]);
      expect(printed).not.toMatch(/app creat/);
      await expectSoundState(project);
    });

    it("what needs its properties is not created without them", async () => {
      const { code, printed } = await project.run(...up, "--target", "**app");
      expect([code, printed]).toEqual([1, expect.stringMatching(/app' depends on .*::made'/)]);
      await expectSoundState(project);
    });

    it("a refresh then drops it, and asks for no cluster of an unknown UUID", async () => {
      await project.run(...up, "--target", "**other");
      expect(clusterInState(await project.state(), "c")).toBeDefined();
      const { code } = await project.run("refresh", "--yes", "--skip-preview");
      expect(code).toBe(0);
      expect(clusterInState(await project.state(), "c")).toBeUndefined();
      await expectSoundState(project);
    });

    it("the next whole update puts everything right", async () => {
      await project.run(...up, "--target", "**other");
      const { code, printed } = await project.run(...up);
      expect([code, printed]).toEqual([0, expect.stringMatching(/region +: .*"nyc3"/)]);
      const state = await project.state();
      const named = (name: string): string[] =>
        clusterInState(state, name)?.dependencies?.map((urn) => urn.split("::").at(-1) ?? "") ?? [];
      expect(clusterInState(state, "c")).toMatchObject({ id: pg.id, external: true });
      expect(named("c")).toEqual(["made"]);
      expect(named("after").sort()).toEqual(["inGroup", "made"]);
      await expectSoundState(project);
    });

    it.each([["**c"], ["**made"], ["**app"]])("destroy --target %s leaves a valid state", async (target) => {
      await project.run("destroy", "--yes", "--skip-preview", "--target", target, "--target-dependents");
      await expectSoundState(project);
    });
  });

  it("its parent, a component: the update fails in one line that says what to include", async () => {
    const project = await createResourceProject("targets-parent", emulator, {
      program: `${head}
        const group = new Group("group");
        exports.region = new DatabaseCluster("c", { uuid: ${JSON.stringify(pg.id)} }, { parent: group }).region;`,
    });
    const { code, printed } = await project.run(...up, "--target", "**other");
    expect([code, printed]).toEqual([
      1,
      expect.stringMatching(
        /error: DatabaseCluster c: its parent has not been created, .*--target 'urn:pulumi:dev::targets-parent::tests:index:Group::group'`\. \[invalid_argument\]$/m,
      ),
    ]);
    await expectSoundState(project);
    for (const flags of [[], ["--target", "**other"], ["--exclude", "**group"]]) {
      const next = await project.run(...up, ...flags);
      expect([next.code, next.printed]).toEqual([0, expect.stringMatching(/region: "nyc3"/)]);
    }
    await expectSoundState(project);
    await project.remove();
  });

  it("its parent, which fails with --continue-on-error: the state stays valid", async () => {
    const project = await createResourceProject("targets-failure", emulator, {
      environment: { FAIL_MADE: "1" },
      program: `${head}
        new DatabaseCluster("child", { uuid: ${JSON.stringify(pg.id)} }, { parent: made });
        new DatabaseCluster("c", { uuid: made.clusterUuid });
        new DatabaseCluster("after", { uuid: ${JSON.stringify(mysql.id)} }, { dependsOn: made });`,
    });
    const { code, printed } = await project.run(...up, "--continue-on-error");
    expect([code, printed]).toEqual([1, expect.stringContaining("made fails")]);
    await expectSoundState(project);
    await project.remove();
  });
});
