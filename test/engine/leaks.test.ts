import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engines, clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { Hunt } from "../leaks/hunt";
import { names, plantApi, plantToken } from "../leaks/plantedApi";
import { clusterProperties } from "../../src/reads/secrecy";
import { everythingLookedUp, everythingReferenced } from "./leakPrograms";
import { eventLogOf } from "./eventLog";
import type { EventLog } from "./eventLog";
import { describeWithEngine, Project } from "./workspace";

describeWithEngine("the CLI prints and stores no secret", () => {
  const hunt = new Hunt();
  const [configured, argument, inherited] = ["config", "argument", "environment"].map((source) =>
    plantToken(hunt, `token: ${source}`),
  ) as [string, string, string];
  let folder: string;
  let emulator: Emulator;
  let producer: Project;
  let consumer: Project;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "leak-hunt-"));
    for (const name of ["state", "home", "temporary"]) {
      mkdirSync(join(folder, name));
    }
    emulator = await Emulator.start(plantApi(hunt));
    for (const token of [configured, argument, inherited]) {
      emulator.allow(token);
    }
    const environment = {
      PULUMI_BACKEND_URL: `file://${folder}/state`,
      PULUMI_HOME: join(folder, "home"),
      TMPDIR: join(folder, "temporary"),
      // Enables the option `--event-log`.
      PULUMI_DEBUG_COMMANDS: "true",
    };
    producer = Project.create("leaks", {
      program: everythingLookedUp,
      environment: { ...environment, DIGITALOCEAN_TOKEN: inherited, DIGITALOCEAN_API_URL: emulator.url },
      config: {
        uuids: JSON.stringify(Object.fromEntries(engines.map((engine) => [engine, clusterUuid(engine)]))),
        properties: JSON.stringify(clusterProperties),
        names: JSON.stringify({ ...names, cluster: "planted-pg" }),
      },
      secretConfig: { "configured:token": configured, token: argument },
    });
    consumer = Project.create("leaks-consumer", {
      program: everythingReferenced,
      environment,
      config: { stack: producer.reference },
    });
  });

  afterAll(async () => {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs the CLI. It must succeed, and no canary may be in its output or in any file. */
  async function run(project: Project, ...args: string[]): Promise<string> {
    const { code, printed } = await project.run(...args);
    expect([code, code === 0 ? "" : printed]).toEqual([0, ""]);
    expect(hunt.inValue(printed, args.join(" "))).toEqual([]);
    expect([...hunt.inFolder(folder), ...hunt.inFolder(project.folder)]).toEqual([]);
    return printed;
  }

  /** As {@link run}, with Pulumi's event log, which may contain no canary either. */
  async function runWithEvents(project: Project, ...args: string[]): Promise<EventLog & { printed: string }> {
    const path = `${folder}-events`;
    const printed = await run(project, ...args, `--event-log=${path}`);
    const log = eventLogOf(readFileSync(path, "utf8"));
    rmSync(path);
    expect(hunt.inValue(log.text, "the event log")).toEqual([]);
    return { ...log, printed };
  }

  async function shownSecrets(): Promise<string> {
    return (await producer.run("stack", "output", "--json", "--show-secrets")).printed;
  }

  it("in a preview and an update with --diff", async () => {
    const { printed, text } = await runWithEvents(producer, "up", "--yes", "--diff");
    const [preview, update] = printed.split("Resources:");
    for (const part of [preview, update]) {
      expect(part).toMatch(/pgUri +: \[secret\]/);
      expect(part).toMatch(/pgResourcePassword +: \[secret\]/);
    }
    expect(text).toContain('"resOutputsEvent"');
    expect(text).toContain("pgResourcePassword");
  });

  it("although every canary is a stack output and every token was sent", async () => {
    const found = new Set(hunt.inValue(await shownSecrets()).map(({ canary }) => canary));
    const planted = hunt.canaries.map(({ name }) => name).filter((name) => !name.startsWith("token: "));
    expect(planted.filter((name) => !found.has(name))).toEqual([]);
    expect(planted.length).toBeGreaterThan(200);
    const sent = new Set(emulator.requests.map(({ headers }) => headers.authorization));
    expect(sent).toEqual(new Set([configured, argument, inherited].map((token) => `Bearer ${token}`)));
  });

  it.each([
    ["stack"],
    ["stack output"],
    ["stack output --json"],
    ["stack output --shell"],
    ["stack export"],
    ["stack history"],
    ["stack history --json"],
    ["config"],
    ["config --json"],
  ])("in the output of pulumi %s", async (command) => {
    expect(await run(producer, ...command.split(" "))).not.toBe("");
  });

  it("in a preview and an update with --json after all secrets have changed", async () => {
    Object.assign(emulator.state, plantApi(hunt));
    await run(producer, "preview", "--json");
    // With `--json` an update prints its events. Some of them are the SDK's log of the resources.
    const { code, printed } = await producer.run("up", "--yes", "--skip-preview", "--json");
    const { text, sdkText } = eventLogOf(printed);
    expect(code).toBe(0);
    expect(hunt.inValue(text)).toEqual([]);
    expect(text).toContain('"resOutputsEvent"');
    expect(hunt.inValue(sdkText)).not.toEqual([]);
    expect(await shownSecrets()).toContain(JSON.stringify(hunt.canaries.at(-1)?.text).slice(1, -1));
  });

  it("in a refresh after all secrets have changed", async () => {
    Object.assign(emulator.state, plantApi(hunt));
    await runWithEvents(producer, "refresh", "--yes", "--skip-preview", "--diff");
    expect(await run(producer, "refresh", "--yes", "--skip-preview", "--json")).toContain(
      '"resOutputsEvent"',
    );
  });

  it("in a consumer", async () => {
    await runWithEvents(consumer, "preview", "--json");
    const { printed } = await runWithEvents(consumer, "up", "--yes", "--skip-preview", "--diff");
    expect(printed).toMatch(/uri +: \[secret\]/);
    await run(consumer, "refresh", "--yes", "--skip-preview", "--diff");
    await run(consumer, "stack", "export");
    const { printed: shown } = await consumer.run("stack", "output", "--json", "--show-secrets");
    expect(hunt.inValue(shown).length).toBeGreaterThan(10);
  });

  it("unless the program exports a secret with unsecret, which the hunt finds in each place", async () => {
    // A hunt of its own, because its canary is found.
    const leaky = new Hunt();
    const leak = leaky.plant("leak");
    const project = Project.create("leaks-leaky", {
      program: `const pulumi = require("@pulumi/pulumi");
const { getDatabaseClusterOutput } = require("pulumi-digitalocean-databases");
const cluster = getDatabaseClusterOutput({ uuid: "${clusterUuid("pg")}" });
module.exports = { leak: pulumi.unsecret(cluster.password) };`,
      environment: {
        PULUMI_BACKEND_URL: `file://${folder}/state`,
        PULUMI_HOME: join(folder, "home"),
        PULUMI_DEBUG_COMMANDS: "true",
        DIGITALOCEAN_TOKEN: inherited,
        DIGITALOCEAN_API_URL: emulator.url,
      },
    });
    const [pg] = emulator.state.clusters;
    const before = pg?.["connection"] as object;
    Object.assign(pg ?? {}, { connection: { ...before, password: leak } });
    const { printed } = await project.run(
      "up",
      "--yes",
      "--skip-preview",
      "--diff",
      `--event-log=${folder}-leaky`,
    );
    expect(leaky.inValue(eventLogOf(readFileSync(`${folder}-leaky`, "utf8")).text)).not.toEqual([]);
    rmSync(`${folder}-leaky`);
    expect(leaky.inValue(printed)).not.toEqual([]);
    const places = leaky.inFolder(folder).map(({ where }) => where.slice(folder.length + 1));
    expect(places.filter((place) => place.includes("/stacks/"))).not.toEqual([]);
    expect(places.filter((place) => place.includes("/history/"))).not.toEqual([]);
    expect(leaky.inValue((await project.run("preview", "--json")).printed)).not.toEqual([]);
    expect(leaky.inValue((await project.run("stack", "output")).printed)).not.toEqual([]);
    Object.assign(pg ?? {}, { connection: before });
  });

  it("in the destruction of the stacks", async () => {
    await runWithEvents(consumer, "destroy", "--yes", "--skip-preview", "--diff");
    await runWithEvents(producer, "destroy", "--yes", "--skip-preview", "--diff");
  });
});
