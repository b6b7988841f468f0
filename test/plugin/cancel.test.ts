import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { beingCreated, databaseCluster } from "../../testing/emulator/clusters";
import { clusterReply } from "../../testing/emulator/routes";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { endProcessesWith, processesWith, waitFor } from "../engine/processes";
import { pluginProgram } from "./launch";
import { PluginProcess } from "./pluginProcess";
import { configFor } from "./usePlugin";

const cluster = databaseCluster("pg");
const uuid = cluster.id;
const emulator = useEmulator({ clusters: [cluster] });
const cancelled = { details: "the lookup was cancelled." };

let plugin: PluginProcess;
beforeEach(async () => {
  plugin = await PluginProcess.start({ config: configFor(emulator) });
});
afterEach(() => plugin.stop());

describe("Cancel", () => {
  it("ends a Create that waits for a cluster with one line, and is itself answered", async () => {
    emulator.misbehave(clusterReply(beingCreated(cluster)));
    const created = plugin.create("DatabaseCluster", { uuid, waitForOnline: true });
    const ending = expect(created).rejects.toMatchObject(cancelled);
    await plugin.engine.take(1);
    await plugin.cancel();
    await ending;
  });

  it("ends every kind of lookup that has no answer yet", async () => {
    emulator.misbehave(() => undefined);
    const state = { id: uuid, properties: {}, inputs: { uuid } };
    const pending = [
      plugin.create("DatabaseCluster", { uuid }),
      plugin.create("DatabaseConnection", { uuid, pool: "planted-pool" }),
      plugin.update("DatabaseCluster", state),
      plugin.diff("DatabaseCluster", state),
      plugin.read("DatabaseCluster", uuid),
      plugin.invoke("getDatabaseCluster", { uuid }),
      plugin.invoke("getDatabaseCa", { clusterUuid: uuid }),
    ].map((call) => call.catch((error: unknown) => error));
    await waitFor(() => (emulator.requests.length > 0 ? true : undefined), 30);
    await plugin.cancel();
    // Twice, as after a second Ctrl-C.
    await plugin.cancel();
    for (const outcome of await Promise.all(pending)) {
      expect(outcome).toMatchObject(cancelled);
    }
  });

  it("is answered without an error if nothing is going on, as at the end of each run", async () => {
    await plugin.create("DatabaseCluster", { uuid });
    await plugin.cancel();
  });

  it("refuses what is asked for afterwards", async () => {
    await plugin.cancel();
    await expect(plugin.create("DatabaseCluster", { uuid })).rejects.toMatchObject(cancelled);
  });
});

/** Whether a process of this id is running. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

describe("the process of the plugin", () => {
  it("stays while the engine listens, even if its standard input is closed", async () => {
    plugin.closeInput();
    // It asks for the engine once a second.
    await new Promise((done) => setTimeout(done, 2500));
    expect((await plugin.create("DatabaseCluster", { uuid })).id).toBe(uuid);
  });

  it("stays while its standard input is open, even if the engine's address is free", async () => {
    plugin.engine.stop();
    expect((await plugin.create("DatabaseCluster", { uuid })).id).toBe(uuid);
  });

  it("ends, in the middle of a wait too, when its standard input is closed and the engine's address is free", async () => {
    emulator.misbehave(clusterReply(beingCreated(cluster)));
    const created = plugin.create("DatabaseCluster", { uuid, waitForOnline: true });
    const ending = expect(created).rejects.toBeDefined();
    await plugin.engine.take(1);
    const exit = once(plugin.child, "exit");
    plugin.engine.stop();
    plugin.closeInput();
    expect(await exit).toEqual([1, null]);
    await ending;
  });

  it("ends when the engine is killed, and leaves no process", async () => {
    const mark = `${process.pid}-${Date.now()}`;
    const pipe = join(tmpdir(), `pipe-${mark}`);
    const engine = spawn(process.execPath, ["-e", engineProgram, pluginProgram(), pipe], {
      env: { ...process.env, PLUGIN_TEST: mark },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [port] = (await once(createInterface(engine.stdout), "line")) as [string];
    expect(port).toMatch(/^\d+$/);
    const started = processesWith("PLUGIN_TEST", mark).filter(({ pid }) => pid !== engine.pid);
    expect(started.map(({ command }) => command)).toEqual([
      expect.stringMatching(/start\.cjs 127\.0\.0\.1:\d+ $/),
    ]);
    rmSync(pipe);
    engine.kill("SIGKILL");
    const left = (): number[] =>
      processesWith("PLUGIN_TEST", mark)
        .map(({ pid }) => pid)
        .filter(isRunning);
    await waitFor(() => (left().length === 0 ? true : undefined), 30);
    const remaining = left();
    endProcessesWith("PLUGIN_TEST", mark);
    expect(remaining).toEqual([]);
  });
});

/** Starts a plugin as the engine does, prints its port, and stays. */
const engineProgram = `
const { execFileSync, spawn } = require("node:child_process");
const { constants, openSync } = require("node:fs");
execFileSync("mkfifo", [process.argv[2]]);
const readEnd = openSync(process.argv[2], constants.O_RDONLY | constants.O_NONBLOCK);
openSync(process.argv[2], "w");
const server = require("node:net").createServer().listen(0, "127.0.0.1", () => {
  const address = "127.0.0.1:" + server.address().port;
  const plugin = spawn(process.argv[1], [address], { stdio: [readEnd, "pipe", "inherit"] });
  require("node:fs").closeSync(readEnd);
  plugin.stdout.pipe(process.stdout);
});
`;
