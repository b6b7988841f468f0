import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { checkSchema } from "../../testing/engine/sdks";
import { repository } from "../engine/workspace";
import { createProgram, describeWith } from "./programs";

describeWith("yaml", "the provider of the plugin", () => {
  const cluster = databaseCluster("pg");
  const emulator = useEmulator({ clusters: [cluster] });
  const lookup = (options = ""): string => `
resources:
  made:
    type: digitalocean-databases:DatabaseCluster
    properties: { uuid: ${cluster.id} }
${options}`;
  const explicit = (settings: string): string => `${lookup('    options: { provider: "${own}" }')}
  own:
    type: pulumi:providers:digitalocean-databases
    properties: { apiEndpoint: "${emulator.url}"${settings} }
`;

  it("has a schema that the engine's code generator binds without a complaint", async () => {
    await checkSchema(`${repository}/src/plugin/schema.json`);
  });

  it("takes a token from the program, and shows and stores it as a secret", async () => {
    const program = explicit(`, token: ${Emulator.token}`);
    const project = createProgram("yaml", "plugin-explicit", emulator, program);
    project.removeConfig("digitalocean-databases:token");
    const first = await project.run("up", "--yes", "--diff");
    expect([first.code, first.code === 0 ? "" : first.printed]).toEqual([0, ""]);
    expect(first.printed).toMatch(/token +: \[secret\]/);
    expect(first.printed.includes(Emulator.token)).toBe(false);
    expect(JSON.stringify(project.state()).includes(Emulator.token)).toBe(false);
    // Without a change, the provider is not shown as updated.
    expect((await project.up()).printed).toMatch(/Resources:\n +3 unchanged\n/);
  });

  it("takes a token of the environment if there is no other, and stores it nowhere", async () => {
    const project = createProgram("yaml", "plugin-environment", emulator, lookup(), {
      environment: { DIGITALOCEAN_TOKEN: Emulator.token },
    });
    project.removeConfig("digitalocean-databases:token");
    await project.up();
    expect(JSON.stringify(project.decryptedState()).includes(Emulator.token)).toBe(false);
  });

  it("refuses an unknown setting in one line with the nearest known name", async () => {
    const project = createProgram("yaml", "plugin-unknown", emulator, lookup());
    project.setConfig("digitalocean-databases:apiEndpont", emulator.url);
    const { code, printed } = await project.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(printed).toMatch(
      /error: .*there is no option apiEndpont; did you mean apiEndpoint\?.*\[invalid_argument\]$/m,
    );
    expect(emulator.requests).toEqual([]);
  });
});
