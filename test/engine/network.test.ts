import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
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

describeWithEngine("the network connections of the data functions and the resource", () => {
  let folder: string;
  let recorder: NetworkRecorder;
  const [emulator, elsewhere] = [useEmulator(), useEmulator()];

  beforeAll(() => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), "network-"));
    recorder = new NetworkRecorder(folder);
  });
  beforeEach(() => {
    recorder.take();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function createProject(name: string, text: string, environment: NodeJS.ProcessEnv = {}): Project {
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

  /** Which of the two contacted a server: the data functions in the program, or the resource in the provider host. */
  function readersAt(contacts: readonly Contact[], server: Emulator): Set<string> {
    const processes = contacts
      .filter(({ target }) => target === host(server))
      .map(({ commandLine }) => (/dynamic-provider/.test(commandLine) ? "resource" : "function"));
    return new Set(processes);
  }

  it("include those to another host in the record, if a program makes any", async () => {
    const project = createProject("network-stray", stray, { STRAY: elsewhere.url });
    await project.run("preview");
    expect(strangers(recorder.take(), [host(emulator)])).toContain(`connect ${host(elsewhere)}`);
    expect(elsewhere.takeViolations()).toEqual([
      "GET /v2/databases: it does not have exactly one bearer token",
    ]);
  });

  it("go to the configured host and the engine only, also if proxies are configured", async () => {
    const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
    const project = createProject("network", program, {
      ...Object.fromEntries(proxies.map((name) => [name, elsewhere.url])),
      NO_PROXY: "",
      no_proxy: "",
      // The SDK would speak to its own engine through the proxy, too.
      no_grpc_proxy: "127.0.0.1,localhost",
    });
    for (const args of [
      ["up", "--yes"],
      ["refresh", "--yes", "--skip-preview"],
    ]) {
      const { code, printed } = await project.run(...args);
      expect([code, code === 0 ? "" : printed]).toEqual([0, ""]);
      const contacts = recorder.take();
      expect(strangers(contacts, [host(emulator)])).toEqual([]);
      const readers = args[0] === "refresh" ? ["resource"] : ["function", "resource"];
      expect(readersAt(contacts, emulator)).toEqual(new Set(readers));
    }
    expect(elsewhere.requests).toEqual([]);
    expect(await project.run("destroy", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
    expect(strangers(recorder.take(), [])).toEqual([]);
  });
});
