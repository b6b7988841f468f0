// Kills parts of an update, for short and long tests.
import { databaseCluster, databaseConnection } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { endProcessesWith, parts, processesWith, waitFor } from "./processes";
import type { StartedProcess } from "./processes";
import { createResourceProject, diagnosticsIn, diagnosticsOf } from "./resourceProject";
import { contentOf } from "./states/storedState";
import type { Project } from "./workspace";

export type Part = keyof typeof parts;

/** One cluster for the resource and another for the data function, so that their requests can be told apart. */
export const clusterOf = {
  resource: databaseCluster("pg"),
  function: databaseCluster("pg", { id: "5a1e0000-0000-4000-8000-000000000099", name: "looked-up" }),
};

const program = `
const { DatabaseCluster, getDatabaseClusterOutput } = require("pulumi-digitalocean-databases");
const resource = new DatabaseCluster("database", { uuid: "${clusterOf.resource.id}" });
const lookedUp = getDatabaseClusterOutput({ uuid: "${clusterOf.function.id}" });
module.exports = {
  ofResource: resource.password, ofLookup: lookedUp.password, region: resource.region, name: lookedUp.name,
};
`;

const variable = "KILL_TEST";

/** A stack whose updates are killed, and the API that it reads. */
export class KillTest {
  private rotations = 0;
  private password = "";

  private constructor(
    public readonly emulator: Emulator,
    public readonly project: Project,
    private readonly mark: string,
  ) {}

  public static async start(name: string): Promise<KillTest> {
    const mark = `${name}-${process.pid}-${Date.now()}`;
    const emulator = await Emulator.start({ clusters: Object.values(clusterOf) });
    const project = createResourceProject(name, emulator, { program, environment: { [variable]: mark } });
    const test = new KillTest(emulator, project, mark);
    test.rotatePassword();
    return test;
  }

  public async stop(): Promise<void> {
    this.endProcesses();
    await this.emulator.stop();
  }

  /** Ends the processes that killed updates have left. */
  public endProcesses(): void {
    endProcessesWith(variable, this.mark);
  }

  /** How often the resource's cluster has been requested. */
  public get reads(): number {
    return this.emulator.requests.filter(({ path }) => path.endsWith(clusterOf.resource.id)).length;
  }

  public rotatePassword(): void {
    this.password = `AVNS_rotation-${++this.rotations}-planted`;
    for (const cluster of Object.values(clusterOf)) {
      const connection = cluster["connection"] as Connection;
      cluster["connection"] = databaseConnection("pg", { ...connection, password: this.password });
    }
  }

  /**
   * Starts an update, and kills a part of it when the moment has come, but not before this part has started.
   *
   * @returns whether the part was killed: it may have ended before
   */
  public async kill(part: Part, moment: (partStarted: Promise<void>) => Promise<unknown>): Promise<boolean> {
    let over = false;
    let startedNow: () => void = () => undefined;
    // Arranged before the update begins, so that no request comes too early.
    const reached = moment(new Promise((resolve) => (startedNow = resolve)));
    // Processes of earlier updates may still be ending.
    const others = new Set(this.processes().map(({ pid }) => pid));
    const victim = (): number | undefined =>
      this.processes().find(({ pid, command }) => !others.has(pid) && parts[part].test(command))?.pid;
    const update = this.project.run("up", "--yes", "--skip-preview").then(() => {
      over = true;
    });
    const isOver = (): boolean => over;
    await waitFor(victim, 60, isOver);
    startedNow();
    await Promise.race([reached, update]);
    const pid = victim();
    if (pid !== undefined) {
      process.kill(pid, "SIGKILL");
    }
    this.letApiAnswer();
    await update;
    return pid !== undefined;
  }

  /** Makes the API answer again, and keeps the record of its requests. */
  private letApiAnswer(): void {
    this.emulator.misbehave((request, response) => {
      this.emulator.answer(request, response, undefined);
    });
  }

  /** Expects that all requests so far were reads of the two clusters. */
  public expectReadsOnly(): void {
    const sent = new Set(this.emulator.requests.map(({ method, path }) => `${method} ${path}`));
    const reads = Object.values(clusterOf).map(({ id }) => `GET /v2/databases/${id}`);
    expect([...sent].sort()).toEqual(reads.sort());
  }

  /** Removes the lock that a killed CLI has left. */
  public async cancel(): Promise<void> {
    const { code, printed } = await this.project.run("cancel", "--yes");
    expect([code, printed]).toEqual([0, printed]);
  }

  /** Runs an update that must succeed, and returns the state that it leaves, with the password masked. */
  public async settle(): Promise<string> {
    const { code, printed } = await this.project.run("up", "--yes", "--skip-preview");
    expect([code, printed]).toEqual([0, expect.stringMatching(/Resources:\n {4}.*1 (unchanged|created)\n/)]);
    // Pulumi mentions a read that was interrupted, once.
    const { [diagnosticsOf.stack(this.project.name)]: told = [], ...others } = diagnosticsIn(printed);
    expect(others).toEqual({});
    for (const line of told.filter((each) => each.startsWith("* "))) {
      expect(line).toMatch(/DatabaseCluster::database, interrupted while reading$/);
    }
    expect(told.filter((line) => /error|warning/.test(line))).toEqual(
      told.length === 0 ? [] : [expect.stringMatching(/^warning: .* 1 pending operations/)],
    );
    const content = JSON.stringify(contentOf(this.project));
    expect(content.split(this.password).length).toBeGreaterThan(4);
    return content.replaceAll(this.password, "…");
  }

  /** Expects that every process of the updates ends, except Pulumi's own language host, which stays for minutes. */
  public async expectNoProcesses(): Promise<void> {
    const left = (): string[] =>
      this.processes()
        .map(({ command }) => command)
        .filter((command) => !/\/pulumi-language-nodejs /.test(command));
    await waitFor(() => (left().length === 0 ? true : undefined), 60);
    expect(left()).toEqual([]);
  }

  private processes(): StartedProcess[] {
    return processesWith(variable, this.mark);
  }
}
