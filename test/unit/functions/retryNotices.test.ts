import * as pulumi from "@pulumi/pulumi";
import { getDatabaseCluster, getDatabaseClusterOutput } from "../../../src/index";
import { clusterUuid, databaseCluster } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { uuidAt } from "../../../testing/emulator/manyClusters";
import { errorReply } from "../../../testing/emulator/routes";
import { beginProgram, setConfig } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { seen } from "../seenOutput";

const unavailable = errorReply(503, "service_unavailable", "");
const firstTry = /: try 1 of 5 failed \(503 service_unavailable\); the next try begins in 1 s\.$/;

const emulator = useEmulator({ clusters: [databaseCluster("pg")] });
let info: jest.SpyInstance<ReturnType<typeof pulumi.log.info>, Parameters<typeof pulumi.log.info>>;
beforeEach(async () => {
  info = jest.spyOn(pulumi.log, "info").mockResolvedValue();
  setConfig({ "digitalocean:httpRetryWaitMin": "0.001", "digitalocean:httpRetryWaitMax": "0.001" });
  await beginProgram();
});
afterEach(() => {
  setConfig({});
  jest.restoreAllMocks();
});

const access = (): { token: string; apiEndpoint: string } => ({
  token: Emulator.token,
  apiEndpoint: emulator.url,
});

it("getDatabaseCluster shows the first retry in a line that the next one replaces", async () => {
  emulator.misbehaveNext(unavailable);
  await getDatabaseCluster({ uuid: clusterUuid("pg"), ...access() });
  expect(info.mock.calls).toEqual([[expect.stringMatching(firstTry), undefined, undefined, true]]);
});

it("getDatabaseCluster shows one line if 100 lookups fail at the same time for the same cause", async () => {
  setConfig({
    ...{ "digitalocean:httpRetryWaitMin": "0.001", "digitalocean:httpRetryWaitMax": "0.001" },
    "digitalocean:httpRetryMax": "1",
  });
  // All lookups fail at the same time by this clock.
  jest.spyOn(performance, "now").mockReturnValue(performance.now());
  emulator.misbehave(unavailable);
  const uuids = Array.from({ length: 100 }, (_, index) => uuidAt(index));
  const errors = await Promise.all(
    uuids.map((uuid) => rejectionOf(getDatabaseCluster({ uuid, ...access() }))),
  );
  expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(["server_error"]));
  expect(info.mock.calls.map(([line]) => line)).toEqual([
    expect.stringMatching(/: try 1 of 2 failed \(503 service_unavailable\); the next try begins in 1 s\.$/),
  ]);
});

it("getDatabaseCluster shows the retry again in the next program of the same process", async () => {
  for (let run = 1; run <= 2; run++) {
    await beginProgram();
    emulator.misbehaveNext(unavailable);
    await getDatabaseCluster({ uuid: clusterUuid("pg"), ...access() });
    expect(info).toHaveBeenCalledTimes(run);
  }
});

it("getDatabaseClusterOutput does not show a secret endpoint in the line of a retry", async () => {
  emulator.misbehaveNext(unavailable);
  const { apiEndpoint, token } = access();
  const cluster = getDatabaseClusterOutput({
    uuid: clusterUuid("pg"),
    token,
    apiEndpoint: pulumi.secret(apiEndpoint),
  });
  expect((await seen(cluster.name)).value).toBe("planted-pg");
  expect(info.mock.calls.map(([line]) => line)).toEqual([expect.stringMatching(/^\[secret\]: try 1 of 5/)]);
});
