import { databaseCluster, databaseConnection } from "../../testing/emulator/clusters";
import type { Cluster, Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { leaksIn } from "../unit/leaks";
import { storedSecretProperties } from "../unit/resource/storedProperties";
import { clusterInState, createResourceProject, diagnosticsIn, diagnosticsOf } from "./resourceProject";
import type { StateResource } from "./state";
import type { Project } from "./workspace";
import { isEncrypted } from "./state";
import { backendText, describeWithEngine } from "./workspace";

const program = `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster } = require("pulumi-digitalocean-databases");
const cluster = new DatabaseCluster("database", { uuid: new pulumi.Config().require("databaseClusterUuid") });
module.exports = { status: cluster.status, password: cluster.password };
`;

describeWithEngine("pulumi refresh of a DatabaseCluster", () => {
  let emulator: Emulator;
  let project: Project;
  let cluster: Cluster;

  /** Sets status and password of the cluster, as somebody does outside of Pulumi. */
  function change(status: string, password: string): void {
    const connection = cluster["connection"] as Connection;
    cluster["status"] = status;
    cluster["connection"] = databaseConnection("pg", { ...connection, password });
  }

  async function run(...args: string[]): Promise<string> {
    const { code, printed } = await project.run(...args, "--yes", "--skip-preview");
    expect([args, code, printed]).toEqual([args, 0, printed]);
    return printed;
  }

  /** Runs the CLI, and gives back the one error there is. */
  async function fail(...args: string[]): Promise<string> {
    const { code, printed } = await project.run(...args, "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    const { [diagnosticsOf.cluster("database")]: lines = [], ...others } = diagnosticsIn(printed);
    expect(Object.keys(others)).toEqual([diagnosticsOf.stack("resource-refresh")]);
    expect(lines).toHaveLength(1);
    expect(printed).not.toMatch(/ at .*\(|AVNS_|dop_v1/);
    return lines[0] ?? "";
  }

  async function inState(): Promise<StateResource | undefined> {
    return clusterInState(await project.state(), "database");
  }

  async function setToken(token: string): Promise<void> {
    await project.stack.setConfig("digitalocean:token", { value: token, secret: true });
  }

  beforeAll(async () => {
    cluster = databaseCluster("pg");
    emulator = await Emulator.start({ clusters: [cluster] });
    project = await createResourceProject("resource-refresh", emulator, {
      program,
      config: { databaseClusterUuid: cluster.id },
    });
    await run("up");
  });

  afterEach(() => {
    emulator.behave();
  });

  afterAll(async () => {
    await project.remove();
    await emulator.stop();
  });

  it("brings what was changed outside into the state, secrets encrypted", async () => {
    change("migrating", "AVNS_planted outside");
    await run("refresh");
    const resource = await inState();
    expect(resource?.outputs?.["status"]).toBe("migrating");
    for (const property of storedSecretProperties) {
      const value = resource?.outputs?.[property];
      expect([property, value === null || isEncrypted(value)]).toEqual([property, true]);
    }
    expect(leaksIn(backendText(), ["AVNS_planted outside", Emulator.token])).toEqual([]);
    const { printed } = await project.run("stack", "export", "--show-secrets");
    // Once: in the connection, and nowhere else.
    expect(printed.split("AVNS_planted outside")).toHaveLength(2);
  });

  it("goes before an update that is asked for it", async () => {
    change("online", "AVNS_planted again");
    await run("up", "--refresh");
    expect(await project.stack.outputs()).toMatchObject({
      status: { value: "online", secret: false },
      password: { value: "AVNS_planted again", secret: true },
    });
    expect(emulator.requests).toHaveLength(2);
  });

  it("fails after a rotation of the token, says what to do, and that works", async () => {
    emulator.tokens.clear();
    emulator.allow("dop_v1_second");
    await setToken("dop_v1_second");
    const before = await inState();
    const error = await fail("refresh");
    expect(error).toMatch(
      /\(401 unauthorized\).*run `pulumi up` without `--refresh`, or `pulumi refresh --run-program`\. \[unauthorized\]$/,
    );
    expect(await inState()).toMatchObject({
      id: cluster.id,
      outputs: { status: before?.outputs?.["status"] },
    });
    await run("up");
    await run("refresh");
  });

  it("has the token of now where it runs the program", async () => {
    emulator.tokens.clear();
    emulator.allow("dop_v1_third");
    await setToken("dop_v1_third");
    await run("refresh", "--run-program");
    await run("refresh");
    expect(leaksIn(backendText(), ["dop_v1_second", "dop_v1_third"])).toEqual([]);
  });

  it("keeps the resource where a 404 is not the API's", async () => {
    emulator.misbehave({
      status: 404,
      headers: { "content-type": "text/html" },
      body: "<html>planted</html>",
    });
    expect(await fail("refresh")).toMatch(/not DigitalOcean's API \(404\)\. Check digitalocean:apiEndpoint/);
    expect(await inState()).toMatchObject({ id: cluster.id });
  });

  it("drops the resource when the cluster is gone; an update then fails, until the cluster is back", async () => {
    emulator.state.clusters = [];
    await run("refresh");
    expect(await inState()).toBeUndefined();
    const outputs = await project.stack.outputs();
    expect(await fail("up")).toMatch(
      /^error: database cluster [0-9a-f-]{36}: not found: the token's team has no cluster .*\(404 not_found\)/,
    );
    // What consumers rely on is still there.
    expect(await project.stack.outputs()).toEqual(outputs);
    expect(outputs["password"]).toEqual({ value: "AVNS_planted again", secret: true });

    emulator.state.clusters = [cluster];
    expect(await run("up")).toContain("1 unchanged");
    expect(await inState()).toMatchObject({ id: cluster.id, external: true });
  });
});
