import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { databaseCluster } from "../../testing/emulator/clusters";
import type { Cluster } from "../../testing/emulator/clusters";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { runPulumi } from "../../testing/pulumi";
import type { Project } from "../engine/workspace";
import { endProcessesWith, processesWith, waitFor } from "../engine/processes";
import { resourcesIn } from "../engine/state";
import { createProgram, describeWith } from "./programs";

const typePrefix = "digitalocean-databases:index:";

/** A cluster by `new`, and a connection of it, whose UUID is unknown until the cluster is there. */
const program = `
config:
  uuid: { type: string }
  wait: { type: boolean }
resources:
  made:
    type: digitalocean-databases:DatabaseCluster
    properties: { uuid: "\${uuid}", waitForOnline: "\${wait}" }
    options: { customTimeouts: { create: 10m, update: 10m } }
  link:
    type: digitalocean-databases:DatabaseConnection
    properties: { uuid: "\${made.id}", password: "given-planted" }
outputs:
  uri: \${link.uri}
`;

/** The types and names of the stack's resources, sorted. */
function stored(project: Project): string[] {
  return resourcesIn(project.state())
    .filter(({ type }) => type.startsWith(typePrefix))
    .map(({ urn }) => urn.split("::").slice(2).join(" ").replace(typePrefix, ""))
    .sort();
}

/** Runs an update, sends the CLI a signal as soon as it shows a wait, and returns all that it printed. */
async function signalInWait(project: Project, signal: NodeJS.Signals): Promise<string> {
  const { stdout, stderr } = await runPulumi(["up", "--yes", "--skip-preview", "--stack", "dev"], {
    cwd: project.folder,
    environment: project.environment,
    started: (child) => {
      let printed = "";
      child.stdout?.on("data", (chunk: Buffer) => {
        printed += chunk.toString();
        if (/waiting until it is online/.test(printed) && !child.killed) {
          child.kill(signal);
        }
      });
    },
  });
  return stdout + stderr;
}

const both = ["DatabaseCluster made", "DatabaseConnection link"];
const variable = "PLUGIN_TEST";

describeWith("yaml", "the state of a program with the plugin", () => {
  const cluster: Cluster = databaseCluster("pg");
  const emulator = useEmulator({ clusters: [cluster] });
  const create = (name: string, wait = false): Project =>
    createProgram("yaml", name, emulator, program, {
      config: { uuid: cluster.id, wait },
      environment: { [variable]: name },
    });
  const urn = (project: string, resource: string): string =>
    `urn:pulumi:dev::${project}::${typePrefix}${resource.replace(" ", "::")}`;

  it("stays usable after updates with --target and --exclude that leave a resource out", async () => {
    const project = create("plugin-targets");
    const only = await project.run(
      ...["up", "--yes", "--skip-preview", "--target", urn(project.name, both[1] as string)],
    );
    expect(only.code).not.toBe(0);
    expect(only.printed).toMatch(/depends on .*DatabaseCluster::made/);
    expect(stored(project)).toEqual([]);
    await project.up();
    expect(stored(project)).toEqual(both);
    await project.up("--exclude", urn(project.name, both[0] as string));
    await project.up("--target", urn(project.name, both[0] as string));
    const destroyed = await project.run(
      ...["destroy", "--yes", "--skip-preview", "--target", urn(project.name, both[1] as string)],
    );
    expect(destroyed.code).toBe(0);
    expect(stored(project)).toEqual([both[0]]);
    expect((await project.up()).printed).toMatch(/\+ 1 created/);
    expect(stored(project)).toEqual(both);
  });

  it("keeps what was created before an update with --continue-on-error failed, and what it stores is encrypted", async () => {
    const project = create("plugin-continue");
    await project.up();
    const missing = "5a1e0000-0000-4000-8000-00000000dead";
    project.setConfig("uuid", missing);
    const { code, printed } = await project.run("up", "--yes", "--skip-preview", "--continue-on-error");
    expect(code).not.toBe(0);
    expect(printed).toMatch(new RegExp(`error: .*${missing}: not found.*\\[not_found\\]$`, "m"));
    expect(stored(project)).toEqual(both);
    expect(JSON.stringify(project.state())).not.toContain("given-planted");
    project.setConfig("uuid", cluster.id);
    expect((await project.up()).printed).toMatch(/3 unchanged/);
  });

  it("takes a cluster and a connection in with pulumi import", async () => {
    const project = create("plugin-import");
    for (const [type, name] of [
      ["DatabaseCluster", "taken"],
      ["DatabaseConnection", "link"],
    ] as const) {
      const args = ["--yes", "--skip-preview", "--protect=false"];
      const { code, printed } = await project.run("import", typePrefix + type, name, cluster.id, ...args);
      expect([code, printed]).toEqual([0, expect.stringContaining(`uuid: ${cluster.id}`)]);
    }
    expect(stored(project)).toEqual(["DatabaseCluster taken", "DatabaseConnection link"]);
    expect((await project.up()).printed).toMatch(/- 1 deleted/);
    expect(stored(project)).toEqual(both);
  });

  it("is not changed by a preview while the cluster is created, in which the connection is unknown", async () => {
    const status = cluster["status"];
    cluster["status"] = "creating";
    try {
      const project = create("plugin-creating", true);
      const { code, printed } = await project.run("preview");
      expect([code, code === 0 ? "" : printed]).toEqual([0, ""]);
      expect(printed).toMatch(/\+ 3 to create/);
      expect(printed).toMatch(/uri *: (\[secret\]|\[unknown\]|output<string>)/);
      expect(stored(project)).toEqual([]);
    } finally {
      cluster["status"] = status;
    }
  });

  it("has nothing of a wait that Ctrl-C has ended, and no process stays", async () => {
    const status = cluster["status"];
    cluster["status"] = "creating";
    const project = create("plugin-interrupted", true);
    try {
      const printed = await signalInWait(project, "SIGINT");
      expect(printed).toMatch(
        /DatabaseCluster.* made .*waiting until it is online: status creating, \d+ s of 600 s/,
      );
      expect(stored(project).filter((name) => name.startsWith("DatabaseConnection"))).toEqual([]);
      const left = (): unknown => (processesWith(variable, project.name).length === 0 ? true : undefined);
      await waitFor(left, 60);
      expect(processesWith(variable, project.name)).toEqual([]);
    } finally {
      cluster["status"] = status;
      endProcessesWith(variable, project.name);
    }
    await project.up();
    expect(stored(project)).toEqual(both);
  });

  it("is usable after the CLI was killed in a wait, and the plugin ends with the CLI", async () => {
    const status = cluster["status"];
    cluster["status"] = "creating";
    const project = create("plugin-killed", true);
    const plugins = (): string[] =>
      processesWith(variable, project.name)
        .map(({ command }) => command)
        .filter((command) => /start\.cjs/.test(command));
    try {
      await signalInWait(project, "SIGKILL");
      await waitFor(() => (plugins().length === 0 ? true : undefined), 60);
      expect(plugins()).toEqual([]);
    } finally {
      cluster["status"] = status;
      endProcessesWith(variable, project.name);
    }
    await project.run("cancel", "--yes");
    await project.up();
    expect(stored(project)).toEqual(both);
    writeFileSync(join(project.folder, "Pulumi.yaml"), `name: ${project.name}\nruntime: yaml\n`);
    await project.up();
    expect(stored(project)).toEqual([]);
  });
});
