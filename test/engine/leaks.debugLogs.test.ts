import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterUuid } from "../../testing/emulator/clusters";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { Hunt } from "../leaks/hunt";
import { plantApi, plantToken } from "../leaks/plantedApi";
import { eventLogOf } from "./eventLog";
import { describeWithEngine, Project } from "./workspace";

const uuid = clusterUuid("pg");
const programs = {
  function: `const { getDatabaseClusterOutput } = require("pulumi-digitalocean-databases");
module.exports = { region: getDatabaseClusterOutput({ uuid: "${uuid}" }).region };`,
  exported: `const { getDatabaseClusterOutput, stackOutputs } = require("pulumi-digitalocean-databases");
module.exports = stackOutputs(getDatabaseClusterOutput({ uuid: "${uuid}" }));`,
  resource: `const { DatabaseCluster } = require("pulumi-digitalocean-databases");
module.exports = { region: new DatabaseCluster("pg", { uuid: "${uuid}" }).region };`,
  consumer: `const { databaseClusterFromStack } = require("pulumi-digitalocean-databases");
module.exports = { region: databaseClusterFromStack("organization/debug-exported/dev").region };`,
};
type Program = keyof typeof programs;

/** The secrets in a text. */
type Seen = "nothing" | "token" | "values" | "values and token";

/*
 * This package has no influence on Pulumi's own debug logs. docs/secrets.md says what they show. If a newer Pulumi shows
 * something else, these tests fail, and the page must be corrected.
 */
describeWithEngine("Pulumi's own debug logs", () => {
  const hunt = new Hunt();
  const token = plantToken(hunt, "token");
  const projects = new Map<Program, Project>();
  let folder: string;
  const emulator = useEmulator(plantApi(hunt));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "debug-logs-"));
    emulator.allow(token);
    for (const name of Object.keys(programs) as Program[]) {
      const project = Project.create(`debug-${name}`, {
        program: programs[name],
        environment: { PULUMI_DEBUG_COMMANDS: "true", TMPDIR: folder },
        config: { "digitalocean:apiEndpoint": emulator.url },
        secretConfig: { "digitalocean:token": token },
      });
      projects.set(name, project);
    }
    await projects.get("exported")?.up();
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function preview(program: Program, ...args: string[]): Promise<string> {
    const { code, printed } = (await projects.get(program)?.run("preview", ...args)) ?? {};
    expect(code).toBe(0);
    return printed ?? "";
  }

  function seenIn(text: string): Seen {
    const found = hunt.inValue(text).map(({ canary }) => canary);
    const hasToken = found.includes("token");
    const hasValues = found.some((name) => name.endsWith("connection.password"));
    expect(found.length > 0).toBe(hasToken || hasValues);
    return hasValues ? (hasToken ? "values and token" : "values") : hasToken ? "token" : "nothing";
  }

  it.each<[Program, Seen, Seen]>([
    ["function", "nothing", "token"],
    ["exported", "nothing", "values and token"],
    ["resource", "values", "values and token"],
    ["consumer", "values", "values and token"],
  ])(
    "show for the program %s with --debug or --event-log: %s, with --tracing: %s",
    async (program, debug, tracing) => {
      const events = join(folder, `events-${program}`);
      const trace = join(folder, `trace-${program}`);
      const printed = await preview(program, "--debug", `--event-log=${events}`, `--tracing=file:${trace}`);
      const { text, sdkText } = eventLogOf(readFileSync(events, "utf8"));
      expect([seenIn(printed), seenIn(sdkText), seenIn(text)]).toEqual([debug, debug, "nothing"]);
      // All of it is in the lines of the SDK, which have its mark of secrets. This package adds nothing.
      const others = printed.split("\n").filter((line) => !line.includes("4dabf18193072939515e22adb298388d"));
      expect(seenIn(others.join("\n"))).toBe("nothing");
      expect(seenIn(readFileSync(trace, "latin1"))).toBe(tracing);
    },
  );

  it.each<[Program, number, Seen]>([
    ["exported", 3, "nothing"],
    ["resource", 3, "values"],
    ["function", 9, "nothing"],
    ["exported", 9, "nothing"],
    ["resource", 9, "values"],
  ])("show for the program %s with -v=%i --logtostderr: %s", async (program, level, seen) => {
    expect(seenIn(await preview(program, `-v=${level}`, "--logtostderr", "--logflow"))).toBe(seen);
  });
});
