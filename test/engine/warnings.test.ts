import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { Project, describeWithEngine } from "./workspace";

/** Looks the cluster up in each way, more than once. */
const program = `
const { DatabaseCluster, getDatabaseCluster, getDatabaseClusterOutput } = require("pulumi-digitalocean-databases");
const program = async (uuid) => {
  await getDatabaseCluster({ uuid });
  const clusters = [1, 2].map(() => getDatabaseClusterOutput({ uuid }));
  const resources = [1, 2].map((number) => new DatabaseCluster("database-" + number, { uuid }));
  return { regions: [...clusters, ...resources].map(({ region }) => region) };
};
`;

/** Runs that program for several stacks in one process, and prints what each run has printed. */
const automation = `${program}
const { LocalWorkspace, PulumiCommand } = require("@pulumi/pulumi/automation");
const { uuid, config, workDir } = JSON.parse(process.argv[2]);
const stackOf = async (stackName) => {
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName, projectName: "several", program: () => program(uuid) },
    { workDir, pulumiCommand: await PulumiCommand.get({ skipVersionCheck: true }) },
  );
  await stack.setAllConfig(config);
  return stack;
};
const up = async (stack) => {
  let printed = "";
  await stack.up({ onOutput: (text) => { printed += text; } });
  return printed;
};
(async () => {
  const [first, second] = [await stackOf("first"), await stackOf("second")];
  const runs = [await up(first), ...(await Promise.all([up(first), up(second)]))];
  process.stdout.write("\\n" + JSON.stringify(runs));
})();
`;

const cluster = databaseCluster("pg", { status: "resizing" });

/** How often the text is in the diagnostics, which the CLI prints at the end of a preview and of an update. */
function timesIn(printed: string, text: string): number {
  return printed.split("\n").filter((line) => /^ {4}warning: /.test(line) && line.includes(text)).length;
}

describeWithEngine("the warnings of the package", () => {
  const emulator = useEmulator({ clusters: [cluster] });
  let project: Project;
  const plaintext = "digitalocean:token stands in the stack's config in plaintext";
  const resizing = "it is being resized (status resizing)";

  beforeAll(() => {
    project = Project.create("warnings", {
      program: `${program}
        const config = new (require("@pulumi/pulumi").Config)();
        module.exports = () => program(config.require("uuid"));`,
      config: {
        uuid: cluster.id,
        "digitalocean:token": Emulator.token,
        "digitalocean:apiEndpoint": emulator.url,
      },
    });
  });
  it("are given once in each run of each stack, also if one process runs several at the same time", async () => {
    writeFileSync(join(project.folder, "automation.js"), automation);
    const config = {
      "digitalocean:token": { value: Emulator.token },
      "digitalocean:apiEndpoint": { value: emulator.url },
    };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["automation.js", JSON.stringify({ uuid: cluster.id, config, workDir: project.folder })],
      { cwd: project.folder, env: { ...process.env, ...project.environment } },
    );
    const runs = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as string[];
    expect(runs.map((printed) => timesIn(printed, plaintext))).toEqual([1, 1, 1]);
    // By the program, and by the provider host.
    expect(runs.map((printed) => timesIn(printed, resizing))).toEqual([2, 2, 2]);
  });

  it("are given once in a preview, and once more in the update", async () => {
    const { code, printed } = await project.run("up", "--yes");
    expect(code).toBe(0);
    expect(timesIn(printed, plaintext)).toBe(2);
    expect(timesIn(printed, resizing)).toBe(4);
  });
});
