import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { NetworkRecorder, strangers } from "../leaks/networkRecorder";
import type { Contact } from "../leaks/networkRecorder";
import { describeWithEngine, Project } from "./workspace";

const uuid = clusterUuid("pg");

/** All reads by the functions, and the cluster by the resource. */
const program = `
const databases = require("pulumi-digitalocean-databases");
const clusterUuid = "${uuid}";
const part = { clusterUuid };
module.exports = {
  cluster: databases.getDatabaseClusterOutput({ uuid: clusterUuid }).region,
  named: databases.getDatabaseClusterOutput({ name: "planted-pg" }).region,
  ca: databases.getDatabaseCaOutput(part).certificate,
  user: databases.getDatabaseUserOutput({ ...part, name: "app" }).role,
  pool: databases.getDatabaseConnectionPoolOutput({ ...part, name: "planted-pool" }).mode,
  replica: databases.getDatabaseReplicaOutput({ ...part, name: "planted-replica" }).region,
  metrics: databases.getDatabaseMetricsCredentialsOutput().password,
  resource: new databases.DatabaseCluster("cluster", { uuid: clusterUuid }).region,
};
`;
const stray = `module.exports = async () => { await fetch(process.env.STRAY + "/v2/databases").catch(() => {}); };`;

describeWithEngine("what the doors contact, below every HTTP client", () => {
  let folder: string;
  let recorder: NetworkRecorder;
  let emulator: Emulator;
  let elsewhere: Emulator;

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), "network-"));
    recorder = new NetworkRecorder(folder);
    [emulator, elsewhere] = await Promise.all([Emulator.start(), Emulator.start()]);
  });
  beforeEach(() => {
    recorder.take();
    emulator.behave();
    elsewhere.behave();
  });
  afterAll(async () => {
    await Promise.all([emulator.stop(), elsewhere.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  function createProject(name: string, text: string, environment: NodeJS.ProcessEnv = {}): Promise<Project> {
    return Project.create(name, {
      program: text,
      environment: { ...recorder.environment, DIGITALOCEAN_HTTP_RETRY_MAX: "0", ...environment },
      config: { "digitalocean:apiEndpoint": emulator.url },
      secretConfig: { "digitalocean:token": Emulator.token },
    });
  }

  function host({ url }: Emulator): string {
    return new URL(url).host;
  }

  /** The processes of the two doors that contacted a server: the program's, and the provider host's. */
  function doorsAt(contacts: readonly Contact[], server: Emulator): Set<string> {
    const processes = contacts
      .filter(({ target }) => target === host(server))
      .map(({ commandLine }) => (/dynamic-provider/.test(commandLine) ? "resource" : "function"));
    return new Set(processes);
  }

  it("a program that goes elsewhere is found out", async () => {
    const project = await createProject("network-stray", stray, { STRAY: elsewhere.url });
    await project.run("preview");
    expect(strangers(recorder.take(), [host(emulator)])).toContain(`connect ${host(elsewhere)}`);
    expect(elsewhere.takeViolations()).toEqual([
      "GET /v2/databases: it does not have exactly one bearer token",
    ]);
  });

  it("the configured host and the engine, and nobody else, whatever proxies there are", async () => {
    const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
    const project = await createProject("network", program, {
      ...Object.fromEntries(proxies.map((name) => [name, elsewhere.url])),
      NO_PROXY: "",
      no_proxy: "",
      // The SDK would speak to its own engine through the proxy, too.
      no_grpc_proxy: "127.0.0.1,localhost",
    });
    for (const args of [["preview"], ["up", "--yes"], ["refresh", "--yes"]]) {
      const { code, printed } = await project.run(...args);
      expect([code, code === 0 ? "" : printed]).toEqual([0, ""]);
      const contacts = recorder.take();
      expect(strangers(contacts, [host(emulator)])).toEqual([]);
      const doors = args[0] === "refresh" ? ["resource"] : ["function", "resource"];
      expect(doorsAt(contacts, emulator)).toEqual(new Set(doors));
    }
    expect(elsewhere.requests).toEqual([]);
    await project.remove();
    expect(strangers(recorder.take(), [])).toEqual([]);
  });
});
