// Only an update waits for a cluster: no other command, and none that is limited to other resources.
import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { createResourceProject } from "./resourceProject";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

const uuid = databaseCluster("pg").id;

/** With and without a connection. */
const notOnline = {
  resizing: databaseCluster("pg", { status: "resizing" }),
  creating: databaseCluster("pg", {
    status: "creating",
    connection: undefined,
    private_connection: undefined,
  }),
};

const program = `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster, getDatabaseClusterOutput } = require("pulumi-digitalocean-databases");
class Group extends pulumi.ComponentResource {
  constructor(name) { super("tests:index:Group", name); }
}
new Group("other");
const resource = new DatabaseCluster("c", { uuid: "${uuid}", waitForOnline: true });
const found = getDatabaseClusterOutput({ uuid: "${uuid}", waitForOnline: true });
module.exports = { region: resource.region, resourceUri: resource.uri, uri: found.uri };
`;

describeWithEngine("a program that waits for a cluster", () => {
  let emulator: Emulator;
  let project: Project;

  beforeAll(async () => {
    emulator = await Emulator.start();
    project = await createResourceProject("waiting-operations", emulator, { program });
  });

  beforeEach(async () => {
    emulator.state = { ...emulator.state, clusters: [databaseCluster("pg")] };
    await project.run("up", "--yes", "--skip-preview");
  });

  afterAll(async () => {
    emulator.state = { ...emulator.state, clusters: [databaseCluster("pg")] };
    await project.remove();
    await emulator.stop();
  });

  describe.each([["resizing"], ["creating"]] as const)("while the cluster is %s", (status) => {
    it.each([
      ["destroy", ["destroy", "--run-program"]],
      ["refresh", ["refresh", "--run-program"]],
    ])("%s --run-program does not wait, and succeeds", async (_, command) => {
      emulator.state = { ...emulator.state, clusters: [notOnline[status]] };
      const { code, printed } = await project.run(...command, "--yes", "--skip-preview");
      expect([code, printed]).toEqual([0, expect.not.stringContaining("waiting until it is online")]);
    });
  });

  it("an update that --target limits to another resource does not wait, and says so", async () => {
    emulator.state = { ...emulator.state, clusters: [notOnline.resizing] };
    const { code, printed } = await project.run("up", "--yes", "--skip-preview", "--target", "**other");
    expect([code, printed]).toEqual([
      0,
      expect.stringContaining("not waited for, because --target or --exclude leaves it out of this update"),
    ]);
    expect(printed).not.toContain("waiting until it is online");
  });

  it("an update waits until the cluster is online", async () => {
    emulator.state = { ...emulator.state, clusters: [notOnline.creating] };
    const updating = project.run("up", "--yes", "--skip-preview");
    const asked = (): number => emulator.requests.length;
    const before = asked();
    while (asked() < before + 4) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    emulator.state = { ...emulator.state, clusters: [databaseCluster("pg")] };
    const { code, printed } = await updating;
    expect([code, printed]).toEqual([0, expect.stringContaining("waiting until it is online")]);
  });
});
