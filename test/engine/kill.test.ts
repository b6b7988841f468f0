import { databaseCluster, databaseConnection } from "../../testing/emulator/clusters";
import type { Cluster, Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { route } from "../../testing/emulator/routes";
import { allScopes } from "../../testing/emulator/scopes";
import { endProcessesWith, parts, processesWith, waitFor } from "./processes";
import { createResourceProject, diagnosticsIn, diagnosticsOf } from "./resourceProject";
import { contentOf } from "./states/storedState";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

const program = `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster, getDatabaseClusterOutput } = require("pulumi-digitalocean-databases");
const uuid = new pulumi.Config().require("databaseClusterUuid");
const resource = new DatabaseCluster("database", { uuid });
const lookedUp = getDatabaseClusterOutput({ uuid });
module.exports = {
  ofResource: resource.password, ofLookup: lookedUp.password, region: resource.region, name: lookedUp.name,
};
`;

/** How often the CLI, the program and the provider host are killed, each of them. */
const runs = { cli: 17, program: 16, host: 17 };

/** Give it again by KILL_SEED, and the moments are the same, as far as moments can be. */
const seed = Number(process.env["KILL_SEED"] ?? Date.now() % 1_000_000);

describeWithEngine(`an update that is killed at a random moment (KILL_SEED=${seed})`, () => {
  let emulator: Emulator;
  let project: Project;
  let cluster: Cluster;
  let rotations = 0;
  let password = "";
  /** What the state is to say after each update. */
  let content: string;
  const mark = `${process.pid}-${seed}`;
  const random = randomNumbers(seed);
  const unattended = ["--yes", "--skip-preview"];
  const started = (): ReturnType<typeof processesWith> => processesWith("KILL_TEST", mark);

  beforeAll(async () => {
    cluster = databaseCluster("pg");
    emulator = await Emulator.start({ clusters: [cluster] });
    // Answers that take their time let more of the moments fall into a read.
    emulator.misbehave((request, response) => {
      const { status, body } = route(
        new URL(request.url ?? "/", emulator.url),
        new Set(allScopes),
        emulator.state,
      );
      setTimeout(() => {
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      }, random() * 400);
    });
    project = await createResourceProject("kill", emulator, {
      program,
      config: { databaseClusterUuid: cluster.id },
      environment: { KILL_TEST: mark },
    });
    rotatePassword();
    content = await settle();
  });

  afterAll(async () => {
    endProcessesWith("KILL_TEST", mark);
    await project.remove();
    await emulator.stop();
  });

  function rotatePassword(): void {
    password = `AVNS_rotation-${++rotations}-planted`;
    cluster["connection"] = databaseConnection("pg", { ...(cluster["connection"] as Connection), password });
  }

  /** Runs an update that is like any, and gives back the state that it leaves, with the password masked. */
  async function settle(): Promise<string> {
    const { code, printed } = await project.run("up", ...unattended);
    expect([code, printed]).toEqual([0, expect.stringMatching(/Resources:\n {4}.*1 (unchanged|created)\n/)]);
    // Pulumi mentions a read that was interrupted, once.
    const { [diagnosticsOf.stack("kill")]: told = [], ...others } = diagnosticsIn(printed);
    expect(others).toEqual({});
    for (const line of told.filter((each) => each.startsWith("* "))) {
      expect(line).toMatch(/DatabaseCluster::database, interrupted while reading$/);
    }
    expect(told.filter((line) => /error|warning/.test(line))).toEqual(
      told.length === 0 ? [] : [expect.stringMatching(/^warning: .* 1 pending operations/)],
    );
    const content = JSON.stringify(await contentOf(project));
    expect(content.split(password).length).toBeGreaterThan(4);
    return content.replaceAll(password, "…");
  }

  /** Kills that part of an update, in a moment between its start and its end if it has come to its end by then. */
  async function kill(part: keyof typeof parts): Promise<void> {
    let over = false;
    const update = project.run("up", ...unattended).then(() => {
      over = true;
    });
    const victim = (): number | undefined => started().find(({ command }) => parts[part].test(command))?.pid;
    await waitFor(victim, 60, () => over);
    const moment = performance.now() + random() * (part === "cli" ? 2500 : 1200);
    const pid = await waitFor(
      () => (performance.now() >= moment ? victim() : undefined),
      10,
      () => over,
    );
    if (pid !== undefined) {
      killed[part]++;
      process.kill(pid, "SIGKILL");
    }
    await update;
  }

  const killed = { cli: 0, program: 0, host: 0 };

  it.each(Object.entries(runs))(
    "leaves nothing in the way of the next one: the %s, %d times",
    async (part, times) => {
      for (let run = 0; run < times; run++) {
        await kill(part as keyof typeof parts);
        // The CLI leaves its lock behind; for one that was not killed there is none.
        expect(await project.run("cancel", "--yes")).toMatchObject({ code: 0 });
        rotatePassword();
        expect(await settle()).toBe(content);
      }
      expect(killed[part as keyof typeof parts]).toBeGreaterThan(times / 2);
    },
    900_000,
  );

  it("leaves no process but Pulumi's own language host", async () => {
    const left = (): string[] =>
      started()
        .map(({ command }) => command)
        .filter((command) => !/\/pulumi-language-nodejs /.test(command));
    await waitFor(() => (left().length === 0 ? true : undefined), 30);
    expect(left()).toEqual([]);
  });

  it("has sent nothing but reads", () => {
    const sent = new Set(emulator.requests.map(({ method, path }) => `${method} ${path}`));
    expect([...sent]).toEqual([`GET /v2/databases/${cluster.id}`]);
  });
});

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomNumbers(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
