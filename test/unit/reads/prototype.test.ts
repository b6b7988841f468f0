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

/** What other code may have put on the prototype of all objects. */
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

describe("with members on the prototype of all objects", () => {
  it("a function looks up what its arguments and the config say", async () => {
    pollute(Object.keys(planted));
    const { id, standbyConnection } = await getDatabaseCluster({ uuid });
    expect(id).toBe(uuid);
    const connection = await seen(standbyConnection);
    expect(connection.value?.host).not.toBe("planted");
  });

  it("an Output form looks up what its arguments and the config say", async () => {
    pollute(Object.keys(planted));
    const { id } = getDatabaseClusterOutput({ uuid });
    expect((await seen(id)).value).toBe(uuid);
  });

  it("a missing argument is missing", async () => {
    pollute(["uuid", "name", "clusterUuid"], () => uuid);
    expect(await rejectionOf(getDatabaseCluster({}))).toMatchObject({ code: "invalid_argument" });
    expect(await rejectionOf(getDatabaseUser({ clusterUuid: uuid } as never))).toMatchObject({
      code: "invalid_argument",
    });
  });

  it("a wait needs seconds of its own", () => {
    pollute(["timeoutSeconds"]);
    expect(thrownBy(() => waitSeconds({}))).toMatchObject({ code: "invalid_argument" });
  });

  it("connections and stack outputs have the options that are given", async () => {
    const cluster = await getDatabaseCluster({ uuid });
    pollute(["prefix", "network"]);
    const connection = connectionFor(cluster, {});
    expect((await seen(connection.host)).value).toBe((await seen(cluster.host)).value);
    expect(Object.keys((await seen(connectionEnv(connection, {}))).value ?? {})).toContain("PGHOST");
    expect(Object.keys(stackOutputs(cluster, {}))).toContain("databaseClusterUri");
  });
});
