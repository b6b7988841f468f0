import {
  connectionEnv,
  connectionFor,
  getDatabaseCluster,
  getDatabaseClusterOutput,
  getDatabaseUser,
  stackOutputs,
} from "../../../src/index";
import { waitSeconds } from "../../../src/reads/waitUntilOnline";
import { clusterUuid } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { beginProgram, setConfig } from "../pulumiProgram";
import { rejectionOf, thrownBy } from "../rejection";
import { seen } from "../seenOutput";

const uuid = clusterUuid("pg");

/** Members that other code may have added to `Object.prototype`. */
const planted: Readonly<Record<string, unknown>> = {
  token: "planted",
  apiEndpoint: "http://127.0.0.1:1",
  configNamespace: "planted",
  waitForOnline: true,
  timeoutSeconds: 1,
  requireCredentials: false,
  dependsOn: "planted",
  provider: { token: "planted" },
  prefix: "planted",
  network: "private",
  standby_connection: { host: "planted", port: 1 },
  DIGITALOCEAN_TOKEN: "planted",
  DIGITALOCEAN_API_URL: "http://127.0.0.1:1",
  "digitalocean:requestTimeoutSeconds": "0.001",
};

function pollute(names: readonly string[], value: (name: string) => unknown = (name) => planted[name]): void {
  for (const name of names) {
    Object.defineProperty(Object.prototype, name, { value: value(name), configurable: true, writable: true });
  }
}

const emulator = useEmulator();
beforeAll(async () => {
  await beginProgram();
  setConfig({ "digitalocean:token": Emulator.token, "digitalocean:apiEndpoint": emulator.url }, [
    "digitalocean:token",
  ]);
});
afterEach(() => {
  for (const name of [...Object.keys(planted), "uuid", "name", "clusterUuid"]) {
    Reflect.deleteProperty(Object.prototype, name);
  }
});
afterAll(() => {
  setConfig({});
});

describe("With members that other code has added to Object.prototype,", () => {
  it("getDatabaseCluster looks up the cluster of its own arguments, with the config", async () => {
    pollute(Object.keys(planted));
    const { id, standbyConnection } = await getDatabaseCluster({ uuid });
    expect(id).toBe(uuid);
    const connection = await seen(standbyConnection);
    expect(connection.value?.host).not.toBe("planted");
  });

  it("getDatabaseClusterOutput looks up the cluster of its own arguments, with the config", async () => {
    pollute(Object.keys(planted));
    const { id } = getDatabaseClusterOutput({ uuid });
    expect((await seen(id)).value).toBe(uuid);
  });

  it("getDatabaseCluster and getDatabaseUser fail if their own arguments lack one", async () => {
    pollute(["uuid", "name", "clusterUuid"], () => uuid);
    expect(await rejectionOf(getDatabaseCluster({}))).toMatchObject({ code: "invalid_argument" });
    expect(await rejectionOf(getDatabaseUser({ clusterUuid: uuid } as never))).toMatchObject({
      code: "invalid_argument",
    });
  });

  it("waitForOnline fails without its own timeoutSeconds", () => {
    pollute(["timeoutSeconds"]);
    expect(thrownBy(() => waitSeconds({}))).toMatchObject({ code: "invalid_argument" });
  });

  it("connectionFor, connectionEnv and stackOutputs use only their own options", async () => {
    const cluster = await getDatabaseCluster({ uuid });
    pollute(["prefix", "network"]);
    const connection = connectionFor(cluster, {});
    expect((await seen(connection.host)).value).toBe((await seen(cluster.host)).value);
    expect(Object.keys((await seen(connectionEnv(connection, {}))).value ?? {})).toContain("PGHOST");
    expect(Object.keys(stackOutputs(cluster, {}))).toContain("databaseClusterUri");
  });
});
