// No `--target`, `--exclude` or failure of another resource breaks a stack's state.
import { databaseCluster } from "../../testing/emulator/clusters";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { brokenReferencesIn, clusterInState, createResourceProject } from "./resourceProject";
import { describeWithEngine } from "./workspace";
import type { CliRun, Project } from "./workspace";

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

describeWithEngine("an update that leaves out something a DatabaseCluster needs", () => {
  const emulator = useEmulator({ clusters: [pg, mysql] });

  afterEach(() => {
    const paths = new Set(emulator.requests.map(({ path }) => path));
    paths.delete(`/v2/databases/${pg.id}`);
    paths.delete(`/v2/databases/${mysql.id}`);
    expect([...paths]).toEqual([]);
  });

  /** Runs the CLI. Afterwards the state must be valid: otherwise no later command accepts it. */
  async function run(project: Project, ...args: string[]): Promise<CliRun> {
    const result = await project.run(...args);
    expect([args, result.printed]).toEqual([args, expect.not.stringMatching(/integrity/)]);
    expect([args, brokenReferencesIn(project.state())]).toEqual([args, []]);
    return result;
  }

  const up = ["up", "--yes", "--skip-preview"];

  // Each test goes on with the state that the one before has left.
  describe("such as the resource that yields its UUID, or one that it depends on,", () => {
    let project: Project;

    beforeAll(() => {
      project = createResourceProject("targets-uuid", emulator, {
        program: `${head}
          const group = new Group("group");
          new Made("inGroup", { uuid: "x" }, { parent: group });
          const c = new DatabaseCluster("c", { uuid: made.clusterUuid, apiEndpoint: made.clusterUuid.apply(() => undefined) });
          const after = new DatabaseCluster("after", { uuid: ${JSON.stringify(mysql.id)} }, { dependsOn: [group, made] });
          new Made("app", { uuid: c.uri });
          module.exports = { uri: c.uri, region: c.region, regionAfter: after.region };`,
      });
    });

    it.each([["--target **other"], ["--exclude **made --exclude-dependents"]])(
      "succeeds with unknown properties for %s",
      async (flags) => {
        const { code, printed } = await run(project, ...up, ...flags.split(" "));
        expect([code, printed]).toEqual([0, expect.stringMatching(/region +: \[unknown\]/)]);
        expect(printed).toMatch(/regionAfter: "nyc3"/);
        expect(clusterInState(project.state(), "c")?.dependencies ?? []).toEqual([]);
      },
    );

    it("fails with --exclude alone in a line that says what to add, and creates nothing that needs the properties", async () => {
      const { code, printed } = await run(project, ...up, "--exclude", "**made");
      expect([code, printed]).toEqual([
        1,
        expect.stringMatching(/error: DatabaseCluster c: --exclude leaves out .* Add --exclude-dependents/),
      ]);
      expect(printed).not.toMatch(/app creat/);
    });

    it("fails if --target names a resource that needs the properties", async () => {
      const { code, printed } = await run(project, ...up, "--target", "**app");
      expect([code, printed]).toEqual([1, expect.stringMatching(/app' depends on .*::made'/)]);
    });

    it("leaves a cluster with an unknown UUID that a refresh drops without a request for it", async () => {
      expect(clusterInState(project.state(), "c")).toBeDefined();
      emulator.behave();
      const { code } = await run(project, "refresh", "--yes", "--skip-preview");
      expect(code).toBe(0);
      expect(emulator.requests.map(({ path }) => path)).toEqual([`/v2/databases/${mysql.id}`]);
      expect(clusterInState(project.state(), "c")).toBeUndefined();
    });

    it("is put right by the next whole update", async () => {
      await run(project, ...up, "--target", "**other");
      const { code, printed } = await run(project, ...up);
      expect([code, printed]).toEqual([0, expect.stringMatching(/region +: .*"nyc3"/)]);
      const state = project.state();
      const named = (name: string): string[] =>
        clusterInState(state, name)?.dependencies?.map((urn) => urn.split("::").at(-1) ?? "") ?? [];
      expect(clusterInState(state, "c")).toMatchObject({ id: pg.id, external: true });
      expect(named("c")).toEqual(["made"]);
      expect(named("after").sort()).toEqual(["inGroup", "made"]);
    });

    it.each([["**app"], ["**c"], ["**made"]])(
      "is followed by a destroy with --target %s and --target-dependents that leaves a valid state",
      async (target) => {
        const { code, printed } = await run(
          project,
          ...["destroy", "--yes", "--skip-preview", "--target", target, "--target-dependents"],
        );
        expect([code, printed]).toEqual([0, printed]);
      },
    );

    it("leaves a state that a preview accepts after all that", async () => {
      expect((await run(project, "preview")).code).toBe(0);
    });
  });

  it("fails in a line that says what to include if it leaves out the parent, and succeeds once that exists", async () => {
    const project = createResourceProject("targets-parent", emulator, {
      program: `${head}
        const group = new Group("group");
        exports.region = new DatabaseCluster("c", { uuid: ${JSON.stringify(pg.id)} }, { parent: group }).region;`,
    });
    const { code, printed } = await run(project, ...up, "--target", "**other");
    expect([code, printed]).toEqual([
      1,
      expect.stringMatching(
        /error: DatabaseCluster c: its parent has not been created, .*--target 'urn:pulumi:dev::targets-parent::tests:index:Group::group'`\. \[invalid_argument\]$/m,
      ),
    ]);
    for (const flags of [[], ["--target", "**other"], ["--exclude", "**group"]]) {
      const next = await run(project, ...up, ...flags);
      expect([flags, next.code, next.printed]).toEqual([flags, 0, expect.stringMatching(/region: "nyc3"/)]);
    }
  });

  it("leaves a valid state if the parent fails with --continue-on-error", async () => {
    const project = createResourceProject("targets-failure", emulator, {
      environment: { FAIL_MADE: "1" },
      program: `${head}
        new DatabaseCluster("child", { uuid: ${JSON.stringify(pg.id)} }, { parent: made });
        new DatabaseCluster("c", { uuid: made.clusterUuid });
        new DatabaseCluster("after", { uuid: ${JSON.stringify(mysql.id)} }, { dependsOn: made });`,
    });
    const { code, printed } = await run(project, ...up, "--continue-on-error");
    expect([code, printed]).toEqual([1, expect.stringContaining("made fails")]);
    expect((await run(project, "preview")).code).toBe(0);
  });
});
