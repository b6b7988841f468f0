import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { describeWithEngine, Project } from "./workspace";

/** A resource that yields the UUID, as the resource that creates the cluster would. */
const program = `
const pulumi = require("@pulumi/pulumi");
const { getDatabaseClusterOutput } = require("pulumi-digitalocean-databases");
const uuid = new pulumi.Config().require("databaseClusterUuid");
const provider = { create: async ({ uuid }) => ({ id: "created", outs: { uuid, clusterUuid: uuid } }) };
class Creator extends pulumi.dynamic.Resource {
  constructor(name, opts) { super(provider, name, { uuid, clusterUuid: undefined }, opts); }
}
class Component extends pulumi.ComponentResource {
  constructor(name) { super("test:index:Component", name); new Creator(name + "-child", { parent: this }); this.registerOutputs(); }
}
const creator = new Creator("creator");
const fromOutput = getDatabaseClusterOutput({ uuid: creator.clusterUuid });
const afterComponent = getDatabaseClusterOutput({ uuid }, { dependsOn: new Component("component") });
const known = getDatabaseClusterOutput({ uuid });
module.exports = {
  regionFromOutput: fromOutput.region, uriFromOutput: fromOutput.uri,
  regionAfterComponent: afterComponent.region, regionKnown: known.region,
};
`;

describeWithEngine("getDatabaseClusterOutput with a dependency on another resource", () => {
  const emulator = useEmulator();
  let project: Project;

  beforeAll(() => {
    project = Project.create("dependencies", {
      program,
      config: { databaseClusterUuid: databaseCluster("pg").id, "digitalocean:apiEndpoint": emulator.url },
      secretConfig: { "digitalocean:token": Emulator.token },
    });
  });
  it("is unknown in the preview, without a request, while the resource does not exist", async () => {
    const { code, printed } = await project.run("preview", "--diff");
    expect(code).toBe(0);
    expect(printed).toMatch(/regionFromOutput +: \[unknown\]|regionFromOutput +: output<string>/);
    expect(printed).toMatch(/regionAfterComponent *: \[unknown\]|regionAfterComponent *: output<string>/);
    expect(printed).toMatch(/uriFromOutput +: \[secret\]/);
    expect(printed).toMatch(/regionKnown +: "nyc3"/);
    expect(emulator.requests).toHaveLength(1);
  });

  it("is looked up in the update, and known in the next preview", async () => {
    const { outputs } = await project.up();
    expect(outputs["regionFromOutput"]).toEqual({ value: "nyc3", secret: false });
    expect(outputs["regionAfterComponent"]).toEqual({ value: "nyc3", secret: false });
    expect(outputs["uriFromOutput"]?.secret).toBe(true);
    const { printed } = await project.run("preview");
    expect(printed).toMatch(/4 unchanged/);
  });
});
