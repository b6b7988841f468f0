// Only an update waits for a cluster: no other command, and no update that is limited to other resources.
import { beingCreated, databaseCluster } from "../../testing/emulator/clusters";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { createResourceProject } from "./resourceProject";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

const online = [databaseCluster("pg"), databaseCluster("mysql")] as const;
/** One with a connection, and one without. */
const notOnline = [databaseCluster("pg", { status: "resizing" }), beingCreated(online[1])];

const program = `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster, getDatabaseClusterOutput } = require("pulumi-digitalocean-databases");
class Group extends pulumi.ComponentResource {
  constructor(name) { super("tests:index:Group", name); }
}
new Group("other");
for (const uuid of ${JSON.stringify(online.map(({ id }) => id))}) {
  const resource = new DatabaseCluster(uuid, { uuid, waitForOnline: true });
  const found = getDatabaseClusterOutput({ uuid, waitForOnline: true });
  Object.assign(exports, { [uuid]: [resource.region, resource.uri, found.uri] });
}
`;

describeWithEngine("a program with waitForOnline", () => {
  const emulator = useEmulator();
  let project: Project;

  beforeAll(async () => {
    emulator.state = { ...emulator.state, clusters: [...online] };
    project = createResourceProject("waiting-operations", emulator, { program });
    await project.up();
  });

  beforeEach(() => {
    emulator.state = { ...emulator.state, clusters: notOnline };
  });

  it("does not wait in refresh --run-program, which succeeds for clusters that are being created or resized", async () => {
    const { code, printed } = await project.run("refresh", "--run-program", "--yes", "--skip-preview");
    expect([code, printed]).toEqual([0, expect.not.stringContaining("waiting until it is online")]);
  });

  it("does not wait in an update that --target limits to another resource, and says so", async () => {
    emulator.state.clusters = [notOnline[0] ?? online[0], online[1]];
    const { printed } = await project.up("--target", "**other");
    expect(printed).toContain("not waited for, because --target or --exclude leaves it out of this update");
    expect(printed).not.toContain("waiting until it is online");
  });

  it("waits in an update until the cluster is online", async () => {
    let requests = 0;
    emulator.misbehave((request, response) => {
      // It is online after it was asked for twice, by the resource and by the function.
      if (++requests > 6) {
        emulator.state.clusters = [...online];
      }
      emulator.answer(request, response, undefined);
    });
    const { printed } = await project.up();
    expect(printed).toContain("waiting until it is online");
  });

  it("does not wait in destroy --run-program, which succeeds for clusters that are being created or resized", async () => {
    const { code, printed } = await project.run("destroy", "--run-program", "--yes", "--skip-preview");
    expect([code, printed]).toEqual([0, expect.not.stringContaining("waiting until it is online")]);
  });
});
