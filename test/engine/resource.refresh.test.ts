import { databaseCluster, databaseConnection } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
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
  const cluster = databaseCluster("pg");
  const emulator = useEmulator({ clusters: [cluster] });
  let project: Project;

  /** Changes status and password of the cluster outside of Pulumi. */
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

  /** Runs the CLI, which must fail, and returns the only error. */
  async function fail(...args: string[]): Promise<string> {
    const { code, printed } = await project.run(...args, "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    const { [diagnosticsOf.cluster("database")]: lines = [], ...others } = diagnosticsIn(printed);
    expect(Object.keys(others)).toEqual([diagnosticsOf.stack("resource-refresh")]);
    expect(lines).toHaveLength(1);
    expect(printed).not.toMatch(/ at .*\(|AVNS_|dop_v1/);
    return lines[0] ?? "";
  }

  function inState(): StateResource | undefined {
    return clusterInState(project.state(), "database");
  }

  function setToken(token: string): void {
    project.setConfig("digitalocean:token", token, { secret: true });
  }

  beforeAll(async () => {
    project = createResourceProject("resource-refresh", emulator, {
      program,
      config: { databaseClusterUuid: cluster.id },
    });
    await run("up");
  });

  it("stores what was changed outside of Pulumi, and encrypts secrets", async () => {
    change("migrating", "AVNS_planted outside");
    await run("refresh");
    const resource = inState();
    expect(resource?.outputs?.["status"]).toBe("migrating");
    for (const property of storedSecretProperties) {
      const value = resource?.outputs?.[property];
      expect([property, value === null || isEncrypted(value)]).toEqual([property, true]);
    }
    expect(leaksIn(backendText(), ["AVNS_planted outside", Emulator.token])).toEqual([]);
    // Once: in the connection, and nowhere else.
    expect(JSON.stringify(project.decryptedState()).split("AVNS_planted outside")).toHaveLength(2);
  });

  it("comes before the update in `pulumi up --refresh`, with one request for each", async () => {
    change("online", "AVNS_planted again");
    await run("up", "--refresh");
    expect(project.outputs()).toMatchObject({
      status: { value: "online", secret: false },
      password: { value: "AVNS_planted again", secret: true },
    });
    expect(emulator.requests).toHaveLength(2);
  });

  it("fails after a rotation of the token with what to do, which then works", async () => {
    emulator.tokens.clear();
    emulator.allow("dop_v1_second");
    setToken("dop_v1_second");
    const before = inState();
    const error = await fail("refresh");
    expect(error).toMatch(
      /\(401 unauthorized\).*run `pulumi up` without `--refresh`, or `pulumi refresh --run-program`\. \[unauthorized\]$/,
    );
    expect(inState()).toMatchObject({
      id: cluster.id,
      outputs: { status: before?.outputs?.["status"] },
    });
    await run("up");
    await run("refresh");
  });

  it("uses the present token with --run-program", async () => {
    emulator.tokens.clear();
    emulator.allow("dop_v1_third");
    setToken("dop_v1_third");
    await run("refresh", "--run-program");
    await run("refresh");
    expect(leaksIn(backendText(), ["dop_v1_second", "dop_v1_third"])).toEqual([]);
  });

  it("keeps the resource if a server other than the API answers 404", async () => {
    emulator.misbehave({
      status: 404,
      headers: { "content-type": "text/html" },
      body: "<html>planted</html>",
    });
    expect(await fail("refresh")).toMatch(/not DigitalOcean's API \(404\)\. Check digitalocean:apiEndpoint/);
    expect(inState()).toMatchObject({ id: cluster.id });
  });

  it("drops the resource if the cluster is gone, and updates then fail until the cluster is back", async () => {
    emulator.state.clusters = [];
    await run("refresh");
    expect(inState()).toBeUndefined();
    const outputs = project.outputs();
    expect(await fail("up")).toMatch(
      /^error: database cluster [0-9a-f-]{36}: not found: the token's team has no cluster .*\(404 not_found\)/,
    );
    // What consumers rely on is still there.
    expect(project.outputs()).toEqual(outputs);
    expect(outputs["password"]).toEqual({ value: "AVNS_planted again", secret: true });

    emulator.state.clusters = [cluster];
    expect(await run("up")).toContain("1 unchanged");
    expect(inState()).toMatchObject({ id: cluster.id, external: true });
  });
});
