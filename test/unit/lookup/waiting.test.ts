import { DigitalOceanApiError } from "../../../src/api/errors";
import { lookUp } from "../../../src/lookup/lookUp";
import type { Found } from "../../../src/lookup/lookUp";
import { clusterRead } from "../../../src/lookup/reads/cluster";
import type { ClusterArgs } from "../../../src/lookup/reads/cluster";
import type { ClusterProperties } from "../../../src/model/cluster";
import { beingCreated, clusterReply } from "../../emulator/birth";
import { databaseCluster } from "../../emulator/clusters";
import { Emulator } from "../../emulator/emulator";
import type { Misbehaviour } from "../../emulator/emulator";
import { quickLimits } from "../api/lookUp";
import { leaksIn } from "../leaks";
import { rejectionOf } from "../rejection";

const cluster = databaseCluster("pg");
const uuid = cluster.id;
const made = (status = "creating"): Misbehaviour => clusterReply(beingCreated(cluster, status));
const failing: Misbehaviour = { status: 503, body: { id: "service_unavailable", message: "planted" } };

let emulator: Emulator;
let told: string[];
beforeAll(async () => {
  emulator = await Emulator.start({ clusters: [cluster] });
});
beforeEach(() => {
  emulator.behave();
  emulator.state.clusters = [cluster];
  told = [];
});
afterAll(() => emulator.stop());

/** The bounds, as a stack's config has them. */
function limitOf(limits: Readonly<Record<string, number>>, key: string): string | undefined {
  return limits[key.replace("digitalocean:", "")]?.toString();
}

/** A lookup by which each wait is scaled down to hundredths of a second. */
function lookUpCluster(
  args: Omit<ClusterArgs, "token" | "apiEndpoint">,
  options: { isPreview?: boolean; limits?: Partial<typeof quickLimits> } = {},
): Promise<Found<ClusterProperties>> {
  const limits: Record<string, number> = { ...quickLimits, ...options.limits };
  const keep =
    (kind: string) =>
    (message: string): void => {
      told.push(`${kind}: ${message}`);
    };
  return lookUp(
    clusterRead,
    { ...args, token: Emulator.token, apiEndpoint: emulator.url },
    {
      config: { get: (key) => limitOf(limits, key) },
      reader: "program",
      isPreview: options.isPreview ?? false,
      report: {
        info: keep("info"),
        warn: keep("warning"),
        progress: (subject, state) => told.push(`progress: ${subject}: ${state}`),
      },
    },
  );
}

describe("waitForOnline, in an update", () => {
  it.each(["creating", "forking", "resizing", "migrating", "hibernating"])(
    "%s: asks again until it is online, and says how far it has come",
    async (status) => {
      emulator.misbehaveNext(made(status), made(status), made(status));
      const { properties, isPending } = await lookUpCluster({ uuid, waitForOnline: true });
      expect(properties).toMatchObject({
        status: "online",
        uri: (cluster["connection"] as { uri: string }).uri,
      });
      expect(isPending).toBe(false);
      expect(emulator.requests.map(({ path }) => path)).toEqual(Array(4).fill(`/v2/databases/${uuid}`));
      expect(told).toEqual(
        Array(3).fill(
          `progress: database cluster ${uuid} (planted-pg): waiting until it is online: status ${status}, 0 s of 1800 s`,
        ),
      );
    },
  );

  it("online already, or without any status: answers at once", async () => {
    await lookUpCluster({ uuid, waitForOnline: true });
    emulator.state.clusters = [databaseCluster("pg", { status: undefined })];
    await lookUpCluster({ uuid, waitForOnline: true });
    expect(emulator.requests).toHaveLength(2);
    expect(told).toEqual([]);
  });

  it("by name: lists once, and asks for that cluster from then on", async () => {
    emulator.state.clusters = [beingCreated(cluster)];
    const found = lookUpCluster(
      { name: "planted-pg", waitForOnline: true },
      { limits: { httpRetryWaitMin: 0.1 } },
    );
    while (emulator.requests.length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    emulator.state.clusters = [cluster];
    expect((await found).properties).toMatchObject({ id: uuid, status: "online" });
    const [list, ...others] = emulator.requests.map(({ path }) => path);
    expect(list).toBe("/v2/databases?page=1&per_page=200");
    expect(new Set(others)).toEqual(new Set([`/v2/databases/${uuid}`]));
  });

  it("asks less and less often", async () => {
    const times: number[] = [];
    emulator.misbehave((_, response) => {
      times.push(performance.now());
      response.writeHead(200).end(JSON.stringify({ database: beingCreated(cluster) }));
    });
    const limits = { httpRetryWaitMin: 0.05, httpRetryWaitMax: 0.4, deadlineSeconds: 5 };
    await rejectionOf(lookUpCluster({ uuid, waitForOnline: { timeoutSeconds: 1.5 } }, { limits }));
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(waits[0]).toBeGreaterThan(45);
    expect(waits[2]).toBeGreaterThan(190);
    expect(Math.max(...waits)).toBeLessThan(700);
    expect(waits.length).toBeLessThan(12);
  });

  it("at the end of the time it is given: not_online, with the last status", async () => {
    emulator.misbehave(made("forking"));
    const started = performance.now();
    const error = await rejectionOf(lookUpCluster({ uuid, waitForOnline: { timeoutSeconds: 0.4 } }));
    expect((performance.now() - started) / 1000).toBeLessThan(2);
    expect((performance.now() - started) / 1000).toBeGreaterThan(0.39);
    expect(error).toMatchObject({
      code: "not_online",
      clusterUuid: uuid,
      attempts: emulator.requests.length,
    });
    expect(error.message).toBe(
      `database cluster ${uuid} (planted-pg): it is not online after 0.4 s of waiting (status forking). Look at it with ` +
        `\`doctl databases get ${uuid}\`; \`waitForOnline: { timeoutSeconds }\` waits longer.`,
    );
    expect(leaksIn(error, [Emulator.token])).toEqual([]);
  });

  it.each<[string, Misbehaviour[], string]>([
    ["a gateway that fails", Array<Misbehaviour>(3).fill(failing), "server_error"],
    ["no answer", Array<Misbehaviour>(3).fill(() => undefined), "timeout"],
    [
      "a connection that breaks",
      Array<Misbehaviour>(3).fill((request) => request.socket.destroy()),
      "network_error",
    ],
    ["too many requests", [{ status: 429, headers: { "retry-after": "900" } }], "too_many_requests"],
  ])(
    "%s in between, however often it is tried: the wait outlasts it, and says so",
    async (_, trouble, code) => {
      emulator.misbehaveNext(made(), ...trouble);
      const { properties } = await lookUpCluster({ uuid, waitForOnline: true });
      expect(properties.status).toBe("online");
      expect(told.filter((line) => line.includes("waiting until")).at(-1)).toContain(
        `status creating, at the last look ${code}, `,
      );
    },
  );

  it.each<[string, Misbehaviour, string]>([
    ["a cluster that is deleted", { status: 404, body: { id: "not_found", message: "" } }, "not_found"],
    ["a token that is revoked", { status: 401, body: { id: "unauthorized", message: "" } }, "unauthorized"],
    ["something else than the API", { status: 200, body: "<html>" }, "unexpected_response"],
  ])("%s in between: an end at once", async (_, answer, code) => {
    emulator.misbehaveNext(made(), answer);
    expect(await rejectionOf(lookUpCluster({ uuid, waitForOnline: true }))).toMatchObject({
      code,
      attempts: 2,
    });
    expect(emulator.requests).toHaveLength(2);
  });

  it("trouble at the first look is no wait: an end as with any lookup", async () => {
    emulator.misbehave(failing);
    expect(await rejectionOf(lookUpCluster({ uuid, waitForOnline: true }))).toMatchObject({
      code: "server_error",
      attempts: 3,
    });
  });

  it("trouble up to the end of its time: not_online, with the trouble", async () => {
    emulator.misbehaveNext(made());
    emulator.misbehave(failing);
    const error = await rejectionOf(lookUpCluster({ uuid, waitForOnline: { timeoutSeconds: 0.3 } }));
    expect(error.code).toBe("not_online");
    expect(error.message).toContain("(status creating, at the last look server_error)");
  });

  it("online, but without credentials: what is said of any cluster", async () => {
    emulator.misbehaveNext(made());
    emulator.allow("dop_v1_reader", ["database:read"]);
    emulator.state.clusters = [databaseCluster("pg", { connection: undefined })];
    const error = await rejectionOf(lookUpCluster({ uuid, waitForOnline: true }));
    expect(error).toMatchObject({ code: "credentials_withheld", attempts: 2 });
  });
});

describe("waitForOnline, in a preview", () => {
  it.each(["creating", "forking", "resizing", "migrating"])(
    "%s: asks once; secrets are yet to come",
    async (status) => {
      emulator.misbehave(made(status));
      const { properties, isPending } = await lookUpCluster(
        { uuid, waitForOnline: true },
        { isPreview: true },
      );
      expect(isPending).toBe(true);
      expect(properties).toMatchObject({ id: uuid, region: "nyc3", status });
      expect(emulator.requests).toHaveLength(1);
      expect(told).toEqual([]);
    },
  );

  it("online: as ever", async () => {
    const { isPending, properties } = await lookUpCluster({ uuid, waitForOnline: true }, { isPreview: true });
    expect(isPending).toBe(false);
    expect(properties.password).toBeDefined();
  });

  it("not asked to wait: not_online at once, as in an update", async () => {
    emulator.misbehave(made());
    for (const waitForOnline of [undefined, false]) {
      const error = await rejectionOf(lookUpCluster({ uuid, waitForOnline }, { isPreview: true }));
      expect(error).toMatchObject({ code: "not_online", clusterUuid: uuid });
    }
  });
});

describe("without waitForOnline", () => {
  it.each(["creating", "forking"])("%s, without a connection: not_online at once", async (status) => {
    emulator.misbehave(made(status));
    const error = await rejectionOf(lookUpCluster({ uuid }));
    expect(error).toMatchObject({ code: "not_online", attempts: 1 });
    expect(told).toEqual([]);
  });

  it.each([
    ["resizing", "it is being resized"],
    ["migrating", "it is being moved to another region"],
    ["creating", "it is being created"],
    ["forking", "it is being made from another"],
  ])("%s, with a connection: answers, with a warning", async (status, meaning) => {
    emulator.state.clusters = [databaseCluster("pg", { status })];
    expect((await lookUpCluster({ uuid })).properties.status).toBe(status);
    expect(told).toEqual([
      `warning: database cluster ${uuid} (planted-pg): ${meaning} (status ${status}); hosts and nodes may change ` +
        "until it is online. Run `pulumi up` once more then.",
    ]);
  });

  it.each(["online", "active", "constructor", "__proto__", undefined])(
    "%s: answers, without a word",
    async (status) => {
      emulator.state.clusters = [databaseCluster("pg", { status })];
      await lookUpCluster({ uuid });
      expect(told).toEqual([]);
    },
  );
});

it.each([0, -1, Number.NaN, Infinity, 100_001, "60"])(
  "timeoutSeconds %p: invalid_argument, nothing is sent",
  async (seconds) => {
    const waitForOnline = { timeoutSeconds: seconds as number };
    const error = await rejectionOf(lookUpCluster({ uuid, waitForOnline }));
    expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
    expect(error.message).toMatch(/^waitForOnline: it must be true, false or \{ timeoutSeconds \}/);
    expect(emulator.requests).toEqual([]);
  },
);

it.each(["yes", 5, {}])("waitForOnline %j: invalid_argument", async (value) => {
  const error = await rejectionOf(lookUpCluster({ uuid, waitForOnline: value as boolean }));
  expect(DigitalOceanApiError.isInstance(error) && error.code).toBe("invalid_argument");
});
