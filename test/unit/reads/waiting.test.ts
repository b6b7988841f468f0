import { DigitalOceanApiError } from "../../../src/errors";
import { isYetToCome, lookUp } from "../../../src/reads/read";
import type { Found } from "../../../src/reads/read";
import { clusterRead } from "../../../src/reads/cluster";
import type { ClusterArgs } from "../../../src/reads/cluster";
import type { ClusterProperties } from "../../../src/reads/clusterShape";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { beingCreated, databaseCluster } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import type { Misbehaviour } from "../../../testing/emulator/emulator";
import { clusterReply, errorReply } from "../../../testing/emulator/routes";
import { quickLimits } from "../api/lookUp";
import { leaksIn } from "../leaks";
import { rejectionOf } from "../rejection";

const cluster = databaseCluster("pg");
const uuid = cluster.id;
const made = (status = "creating"): Misbehaviour => clusterReply(beingCreated(cluster, status));
const missing: Misbehaviour = errorReply(404, "not_found", "planted");
const notFound = `database cluster ${uuid}: not found: the token's team has no cluster with this UUID (404 not_found). `;
const failing: Misbehaviour = { status: 503, body: { id: "service_unavailable", message: "planted" } };

const emulator = useEmulator({ clusters: [cluster] });
let told: string[];
beforeEach(() => {
  emulator.state.clusters = [cluster];
  told = [];
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** The bounds, as a stack's config has them. */
function limitOf(limits: Readonly<Record<string, number>>, key: string): string | undefined {
  return limits[key.replace("digitalocean:", "")]?.toString();
}

/** A lookup by which each wait is scaled down to hundredths of a second. */
function lookUpCluster(
  args: Omit<ClusterArgs, "token" | "apiEndpoint">,
  options: { isPreview?: boolean; needsValues?: boolean; limits?: Partial<typeof quickLimits> } = {},
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
      needsValues: options.needsValues ?? false,
      report: {
        info: keep("info"),
        warn: keep("warning"),
        progress: (subject, state) => told.push(`progress: ${subject}: ${state}`),
        retry: () => undefined,
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
        `\`doctl databases get ${uuid}\`; \`waitForOnline: { timeoutSeconds }\` waits longer. [not_online]`,
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
    expect(error).toMatchObject({ code: "unexpected_response", attempts: 2 });
    expect(error.message).toContain("No scope of the token withholds a host.");
  });
});

describe("waitForOnline in an update, of a cluster that the API does not know yet", () => {
  const line = (state: string, end = 300): string => `waiting until it is online: ${state}, 0 s of ${end} s`;

  it("outlasts 404 from the first look on, and then waits until it is online", async () => {
    emulator.misbehaveNext(missing, missing, made(), made());
    const { properties } = await lookUpCluster({ uuid, waitForOnline: true });
    expect(properties.status).toBe("online");
    expect(emulator.requests.map(({ path }) => path)).toEqual(Array(5).fill(`/v2/databases/${uuid}`));
    const creating = `progress: database cluster ${uuid} (planted-pg): ${line("status creating", 1800)}`;
    const notYet = `progress: database cluster ${uuid}: ${line("not found yet")}`;
    expect(told).toEqual([notYet, notYet, creating, creating]);
  });

  it("outlasts a 404 of a cluster that has been there", async () => {
    emulator.misbehaveNext(made(), missing, missing);
    expect((await lookUpCluster({ uuid, waitForOnline: true })).properties.status).toBe("online");
    expect(told.at(-1)).toBe(
      `progress: database cluster ${uuid} (planted-pg): ${line("status creating, at the last look not_found")}`,
    );
  });

  it("by name, outlasts lists in which it is missing, and then a 404 by its UUID", async () => {
    emulator.state.clusters = [];
    const found = lookUpCluster(
      { name: "planted-pg", waitForOnline: true },
      { limits: { httpRetryWaitMin: 0.1 } },
    );
    while (emulator.requests.length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    emulator.misbehaveNext(
      { status: 200, body: { databases: [beingCreated(cluster)] } },
      made(),
      missing,
      made(),
    );
    emulator.state.clusters = [cluster];
    expect((await found).properties).toMatchObject({ id: uuid, status: "online" });
    const named = "progress: database cluster named planted-pg: waiting until it is online: not found yet, ";
    expect(told.slice(0, 2).every((text) => text.startsWith(named))).toBe(true);
    expect(told.at(-1)).toContain(`database cluster ${uuid} (planted-pg): waiting until`);
  });

  it.each<[string, Misbehaviour, string]>([
    ["a gateway that fails", failing, "server_error"],
    ["a connection that breaks", (request) => request.socket.destroy(), "network_error"],
  ])("%s after a 404: the wait outlasts it, and says so", async (_, trouble, code) => {
    emulator.misbehaveNext(missing, trouble, trouble, trouble, missing);
    expect((await lookUpCluster({ uuid, waitForOnline: true })).properties.status).toBe("online");
    expect(told).toContain(
      `progress: database cluster ${uuid}: ${line(`not found yet, at the last look ${code}`, 1800)}`,
    );
  });

  it.each([409, 412, 423, 425])("outlasts %i, by which the API says that it is not ready", async (status) => {
    const notReady = errorReply(status, "planted_id", "planted");
    emulator.misbehaveNext(notReady, notReady, made(), notReady);
    expect((await lookUpCluster({ uuid, waitForOnline: true })).properties.status).toBe("online");
    const why = `at the last look ${status} planted_id`;
    expect(told[0]).toBe(`progress: database cluster ${uuid}: ${line(`not ready yet, ${why}`, 1800)}`);
    expect(told.at(-1)).toContain(`(planted-pg): ${line(`status creating, ${why}`, 1800)}`);
  });

  it("ends after five minutes of 404, and says what that can mean", async () => {
    passMinutes(2, missing);
    const error = await rejectionOf(lookUpCluster({ uuid, waitForOnline: true }));
    expect(emulator.requests).toHaveLength(4);
    expect(error).toMatchObject({
      code: "not_found",
      status: 404,
      id: "not_found",
      clusterUuid: uuid,
      attempts: 4,
    });
    expect(error.message).toContain(notFound);
    expect(error.message).toMatch(
      / It was asked for again for 36\d s: it may not exist, or creation may take longer\. Then run `pulumi up` again later\. \(request [\w-]+\) \[not_found\]$/,
    );
    expect(leaksIn(error, [Emulator.token, "planted"])).toEqual([]);
  });

  it("by name, ends after five minutes, and lists the names that exist", async () => {
    emulator.state.clusters = [databaseCluster("pg", { name: "audit" })];
    passMinutes(2);
    const error = await rejectionOf(lookUpCluster({ name: "planted-pg", waitForOnline: true }));
    expect(error).toMatchObject({ code: "not_found", attempts: 4 });
    expect(error.message).toContain(`it has audit (${uuid}). Check the name`);
    expect(error.message).toContain(" It was asked for again for 36");
  });

  it("ends after five minutes of 404 of a cluster that has been there, and says so", async () => {
    passMinutes(2, made(), missing);
    const error = await rejectionOf(lookUpCluster({ uuid, waitForOnline: true }));
    expect(error).toMatchObject({ code: "not_found", attempts: 5 });
    expect(error.message).toMatch(
      / s: it was there before \(status creating\), and may have been deleted\. \(request [\w-]+\) \[not_found\]$/,
    );
  });

  it("begins the five minutes anew whenever the cluster is there", async () => {
    passMinutes(
      2,
      missing,
      missing,
      made(),
      missing,
      missing,
      made(),
      missing,
      missing,
      clusterReply(cluster),
    );
    expect((await lookUpCluster({ uuid, waitForOnline: true })).properties.status).toBe("online");
  });

  it("ends sooner where the wait itself is shorter, and says how to wait longer", async () => {
    emulator.misbehave(missing);
    const error = await rejectionOf(lookUpCluster({ uuid, waitForOnline: { timeoutSeconds: 0.4 } }));
    expect(error).toMatchObject({ code: "not_found", clusterUuid: uuid, attempts: emulator.requests.length });
    expect(error.message).toMatch(
      / It was asked for again for 0\.\d s: .*, or wait longer with `waitForOnline: \{ timeoutSeconds \}`: up to 300 s in this state\. \(request [\w-]+\) \[not_found\]$/,
    );
  });

  it("not ready up to the end of the wait: not_online", async () => {
    emulator.misbehave(errorReply(412, "precondition_failed", "planted"));
    const error = await rejectionOf(lookUpCluster({ uuid, waitForOnline: { timeoutSeconds: 0.3 } }));
    expect(error).toMatchObject({ code: "not_online", clusterUuid: uuid });
    expect(error.message).toContain(
      `database cluster ${uuid}: it is not online after 0.3 s of waiting (not ready yet, at the last look 412 precondition_failed)`,
    );
  });

  it.each<[string, Misbehaviour, string]>([
    ["a token that is wrong", errorReply(401, "unauthorized", ""), "unauthorized"],
    ["a token without the scope", errorReply(403, "forbidden", ""), "forbidden"],
    ["a 404 of a proxy, without the API's word", { status: 404, body: "<html>" }, "not_found"],
    ["a 412 of a proxy, without the API's word", { status: 412, body: "<html>" }, "bad_request"],
    ["422", errorReply(422, "unprocessable_entity", ""), "bad_request"],
  ])("%s at the first look: an end at once", async (_, answer, code) => {
    emulator.misbehave(answer);
    const error = await rejectionOf(lookUpCluster({ uuid, waitForOnline: true }));
    expect(error).toMatchObject({ code, attempts: 1 });
    expect(told).toEqual([]);
  });

  it.each<[string, Misbehaviour]>([
    ["404 of the list, which says something of the address", missing],
    [
      "two clusters of the name",
      { status: 200, body: { databases: [cluster, { ...cluster, id: uuid.replace("5a", "5b") }] } },
    ],
  ])("by name, %s: an end at once", async (_, answer) => {
    emulator.misbehave(answer);
    expect(await rejectionOf(lookUpCluster({ name: "planted-pg", waitForOnline: true }))).toMatchObject({
      attempts: 1,
    });
  });

  it("a UUID that is given as a name is not waited for", async () => {
    const error = await rejectionOf(lookUpCluster({ name: uuid, waitForOnline: true }));
    expect(error).toMatchObject({ code: "not_found", attempts: 1 });
    expect(error.message).toContain("This is a UUID: give it as `uuid`");
  });

  it("a page in place of a 404, once the API has answered, is outlasted like a 404", async () => {
    emulator.misbehaveNext(made(), { status: 404, body: "<html>" });
    expect((await lookUpCluster({ uuid, waitForOnline: true })).properties.status).toBe("online");
  });
});

/** Lets minutes pass with each answer: the given ones, of which the last stays; without any, the emulator's own. */
function passMinutes(minutes: number, ...answers: Misbehaviour[]): void {
  let passed = 0;
  const now = performance.now.bind(performance);
  jest.spyOn(performance, "now").mockImplementation(() => now() + passed);
  emulator.misbehave((request, response) => {
    passed += minutes * 60_000;
    emulator.answer(request, response, answers.length > 1 ? answers.shift() : answers[0]);
  });
}

describe("waitForOnline in a preview, of a cluster that the API does not know yet", () => {
  it.each<[string, Misbehaviour, string]>([
    ["404", missing, "not_found"],
    ["412", errorReply(412, "precondition_failed", ""), "bad_request"],
  ])(
    "%s: asks once, and leaves everything but the UUID to the update, with a warning",
    async (_, answer, code) => {
      emulator.misbehave(answer);
      const found = await lookUpCluster({ uuid, waitForOnline: true }, { isPreview: true });
      expect(found).toMatchObject({ isPending: true, isAbsent: true, properties: { id: uuid } });
      for (const property of clusterProperties) {
        expect([property, isYetToCome(found, property, clusterFields)]).toEqual([
          property,
          property !== "id",
        ]);
      }
      expect(emulator.requests).toHaveLength(1);
      expect(told).toEqual([
        expect.stringMatching(
          new RegExp(
            "^warning: database cluster .* The preview goes on without it; the update will wait for it\\. " +
              `\\(request [\\w-]+\\) \\[${code}\\]$`,
          ),
        ),
      ]);
    },
  );

  it("by name: everything but the name", async () => {
    emulator.state.clusters = [];
    const found = await lookUpCluster({ name: "orders", waitForOnline: true }, { isPreview: true });
    expect(clusterProperties.filter((property) => !isYetToCome(found, property, clusterFields))).toEqual([
      "name",
    ]);
  });

  it("fails where plain values are needed, and says what to use", async () => {
    emulator.misbehave(missing);
    const error = await rejectionOf(
      lookUpCluster({ uuid, waitForOnline: true }, { isPreview: true, needsValues: true }),
    );
    expect(error).toMatchObject({ code: "not_found", status: 404, attempts: 1 });
    expect(error.message).toContain(
      "An update waits for it, a preview does not: use getDatabaseClusterOutput, whose properties are unknown in the " +
        "preview, or run `pulumi up --skip-preview`.",
    );
    expect(told).toEqual([]);
  });

  it.each<[string, Misbehaviour, string]>([
    ["a proxy's 404", { status: 404, body: "<html>" }, "not_found"],
    ["a wrong token", errorReply(401, "unauthorized", ""), "unauthorized"],
    ["422", errorReply(422, "unprocessable_entity", ""), "bad_request"],
  ])("%s: fails, as it would in the update", async (_, answer, code) => {
    emulator.misbehave(answer);
    const error = await rejectionOf(lookUpCluster({ uuid, waitForOnline: true }, { isPreview: true }));
    expect(error).toMatchObject({ code, attempts: 1 });
  });
});

describe("a cluster that the API does not know, without waitForOnline", () => {
  it.each([true, false])(
    "fails at once, and says that it may be new (in a preview: %p)",
    async (isPreview) => {
      emulator.misbehave(missing);
      for (const waitForOnline of [undefined, false]) {
        const error = await rejectionOf(lookUpCluster({ uuid, waitForOnline }, { isPreview }));
        expect(error).toMatchObject({ code: "not_found", status: 404, attempts: 1 });
        expect(error.message).toBe(
          `${notFound}Check the UUID against \`doctl databases list\`, and that the token from the argument token belongs ` +
            "to the cluster's team. If it is new, it may still be in creation: try again in some minutes. With " +
            "`waitForOnline: true` an update waits for it. (request 5a1e0000-0000-4000-8000-00000000e001) [not_found]",
        );
      }
      expect(told).toEqual([]);
    },
  );
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
        "until it is online. Run `pulumi up` again when it is.",
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
