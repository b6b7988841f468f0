// An explicit provider of Pulumi's dynamic resources, whose inputs are the config that a DatabaseCluster is read with.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { describeWithEngine, Project } from "./workspace";

const uuid = databaseCluster("pg").id;

describeWithEngine("a DatabaseCluster with an explicit pulumi-nodejs provider", () => {
  const emulator = useEmulator();
  let project: Project;

  beforeAll(() => {
    project = Project.create("resource-providers", {
      program: `
        const pulumi = require("@pulumi/pulumi");
        const { DatabaseCluster } = require("pulumi-digitalocean-databases");
        class DynamicProvider extends pulumi.ProviderResource {
          constructor(name, inputs) { super("pulumi-nodejs", name, inputs); }
        }
        class Group extends pulumi.ComponentResource {
          constructor(name, opts) { super("tests:index:Group", name, {}, opts); }
        }
        const config = new pulumi.Config();
        const provider = new DynamicProvider("account", {
          "digitalocean:token": config.requireSecret("accountToken"),
          "digitalocean:apiEndpoint": config.require("endpoint"),
        });
        const withoutOne = false;
        const explicit = new DatabaseCluster("explicit", { uuid: "${uuid}" }, withoutOne ? {} : { provider });
        const parent = new Group("group", { providers: { "pulumi-nodejs": provider } });
        const inherited = new DatabaseCluster("inherited", { uuid: "${uuid}" }, { parent });
        module.exports = { explicit: explicit.name, inherited: inherited.name };`,
      // Without default providers none can be used by mistake.
      config: { endpoint: emulator.url, "pulumi:disable-default-providers": ["*"] },
      secretConfig: { accountToken: Emulator.token },
    });
  });
  it("is read with the token of the provider, explicit or inherited", async () => {
    const { outputs } = await project.up();
    expect(outputs).toEqual({
      explicit: { value: "planted-pg", secret: false },
      inherited: { value: "planted-pg", secret: false },
    });
  });

  it("is read with the provider's new token after the old one was revoked", async () => {
    const token = "dop_v1_another-planted-token";
    emulator.tokens.clear();
    emulator.allow(token);
    project.setConfig("accountToken", token, { secret: true });
    const { code, printed } = await project.run("up", "--yes", "--skip-preview");
    expect([code, printed]).toEqual([0, expect.stringContaining("planted-pg")]);
  });

  it("fails in one line without the provider if default providers are disabled", async () => {
    const program = join(project.folder, "index.js");
    const text = readFileSync(program, "utf8");
    writeFileSync(program, text.replace("withoutOne ?", "true ?"));
    const { code, printed } = await project.run("preview");
    writeFileSync(program, text);
    expect([code, printed]).toEqual([
      1,
      expect.stringMatching(/error: provider: pulumi:disable-default-providers leaves .* without one/),
    ]);
    expect(printed).not.toContain("unhandled");
  });

  it("is refreshed with the provider's token", async () => {
    const { code } = await project.run("refresh", "--yes", "--skip-preview");
    expect(code).toBe(0);
  });
});
