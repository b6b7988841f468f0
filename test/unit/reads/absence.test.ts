import type { DigitalOceanApiError } from "../../../src/errors";
import { namesIn } from "../../../src/reads/absence";
import { connectionPoolRead } from "../../../src/reads/connectionPool";
import type { PartArgs } from "../../../src/reads/read";
import { replicaRead } from "../../../src/reads/replica";
import { userRead } from "../../../src/reads/user";
import { clusterUuid, databaseCluster, engines } from "../../../testing/emulator/clusters";
import type { Engine } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import { errorReply } from "../../../testing/emulator/routes";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { leaksIn } from "../leaks";
import { rejectionOf } from "../rejection";
import { lookUpWithoutProgram } from "./withoutProgram";

const emulator = useEmulator();
beforeEach(() => {
  emulator.state.clusters = engines.map((engine) => databaseCluster(engine));
});

const pg = clusterUuid("pg");

/** Something that a cluster has by name, in the words of this package's messages and of the API. */
interface Part {
  readonly one: string;
  readonly many: string;
  readonly collection: "users" | "pools" | "replicas";
  readonly lookUp: (args: PartArgs) => Promise<unknown>;
}

const withoutRetries = { limits: { httpRetryMax: 0 } };
const user: Part = {
  ...{ one: "user", many: "users", collection: "users" },
  lookUp: (args) => lookUpWithoutProgram(userRead, args, withoutRetries),
};
const pool: Part = {
  ...{ one: "connection pool", many: "connection pools", collection: "pools" },
  lookUp: (args) => lookUpWithoutProgram(connectionPoolRead, args, withoutRetries),
};
const replica: Part = {
  ...{ one: "replica", many: "read-only replicas", collection: "replicas" },
  lookUp: (args) => lookUpWithoutProgram(replicaRead, args, withoutRetries),
};
const parts = [user, pool, replica];

const newness = "If it is new, it may still be in creation: try again in some minutes.";

/** The error of a lookup, by default of the name `missing`. It is one line without secrets. */
async function failure({ lookUp }: Part, args: Partial<PartArgs> = {}): Promise<DigitalOceanApiError> {
  const error = await rejectionOf(
    lookUp({ clusterUuid: pg, name: "missing", apiEndpoint: emulator.url, ...args }),
  );
  expect(error.message).not.toMatch(/[\r\n]/);
  expect(leaksIn(error, [Emulator.token, "AVNS_", "PRIVATE KEY"])).toEqual([]);
  return error;
}

/** The paths that were requested. A replica's cluster is requested together with the replica, and only once. */
function expectPaths(part: Part, ...more: string[]): void {
  const together = part === replica ? [""] : [];
  const paths = new Set([`/${part.collection}/missing`, ...together, ...more]);
  expect(emulator.requests.map(({ path }) => path).sort()).toEqual(
    [...paths].map((path) => `/v2/databases/${pg}${path}`).sort(),
  );
}

/** Refuses the part with the name `missing`, and answers everything else correctly. */
function refuseMissing(status: number, id: string): void {
  emulator.misbehave((request, response) => {
    const isMissing = request.url?.endsWith("/missing") === true;
    emulator.answer(request, response, isMissing ? errorReply(status, id, "planted") : undefined);
  });
}

/** Gives the cluster the parts of these names, and a status. */
function plant(part: Part, names: string[], status = "online"): void {
  const users = names.map((name) => ({ name, password: "AVNS_planted-user" }));
  emulator.state.clusters = [databaseCluster("pg", { status, ...(part === user ? { users } : {}) })];
  emulator.state.pools = { [pg]: names.map((name) => connectionPool({ name })) };
  emulator.state.replicas = { [pg]: names.map((name) => databaseReplica("pg", { name })) };
}

describe.each(parts)("The error of a missing $one", (part) => {
  const { one, many, collection } = part;
  const list = `/${collection}?page=1&per_page=200`;
  const beginning = `${one} missing of database cluster ${pg}: `;

  it("lists the others, for which cluster and list are requested", async () => {
    plant(part, ["first", "second"]);
    const error = await failure(part);
    expect(error).toMatchObject({ code: "not_found", status: 404, id: "not_found", clusterUuid: pg });
    expect(error.requestId).toBe("5a1e0000-0000-4000-8000-00000000e001");
    expect(error.message).toBe(
      `${beginning}not found: the cluster lists no such ${one}; its ${many} are first, second (404 not_found). ${newness} [not_found]`,
    );
    expectPaths(part, "", list);
    expect(error.attempts).toBe(emulator.requests.length);
  });

  it("lists at most 20 others, and says how many more there are", async () => {
    plant(
      part,
      Array.from({ length: 23 }, (_, index) => `part-${index}`),
    );
    const { message } = await failure(part);
    expect(message.match(/part-\d+/g)).toHaveLength(20);
    expect(message).toContain(" and 3 more (404 not_found).");
  });

  it("lists the name with the fewest typing errors first", async () => {
    plant(part, [...Array.from({ length: 60 }, (_, index) => `other-${index}`), "reporting"]);
    expect((await failure(part, { name: "reprotign" })).message).toContain(`${many} are reporting, `);
  });

  it("says that there are none if there are none", async () => {
    plant(part, []);
    expect((await failure(part)).message).toBe(
      `${beginning}not found: the cluster (planted-pg) lists no ${many} (404 not_found). ${newness} [not_found]`,
    );
  });

  it("does not list the others if the API lists it and answers 422", async () => {
    plant(part, ["first", "missing"]);
    refuseMissing(422, "unprocessable_entity");
    const error = await failure(part);
    expect(error).toMatchObject({
      ...{ code: "bad_request", status: 422, id: "unprocessable_entity", attempts: 3 },
    });
    expect(error.message).toContain(
      `${beginning}DigitalOcean does not support this for the cluster (422 unprocessable_entity): `,
    );
    expect(error.message).not.toContain("first");
  });

  it("says that it may still be in creation if the API lists it and answers 404", async () => {
    plant(part, ["first", "missing"]);
    refuseMissing(404, "not_found");
    expect((await failure(part)).message).toBe(
      `${beginning}not found, although the cluster lists this ${one} (404 not_found). ${newness} [not_found]`,
    );
  });

  it("says that it may come later if the cluster is not online", async () => {
    plant(part, ["first"], "creating");
    expect((await failure(part)).message).toBe(
      `${beginning}not found: the cluster lists no such ${one}; its ${many} are first (404 not_found). The cluster is not online ` +
        "yet (status creating), and this may still be in creation: look the cluster up with `waitForOnline: true`, or " +
        "run `pulumi up` again when it is online. [not_found]",
    );
  });

  it.each([409, 412, 423, 425])(
    "says to try again after a %i, for which no list is requested",
    async (status) => {
      for (const clusterStatus of ["online", "creating"]) {
        plant(part, ["missing"], clusterStatus);
        emulator.behave();
        refuseMissing(status, "planted_id");
        const { message } = await failure(part);
        expect(message).toContain(`(${status} planted_id)`);
        expect(message).toMatch(/[Rr]un `pulumi up` again/);
        expect(message).not.toContain("report it");
        expect(message.includes("status creating")).toBe(clusterStatus === "creating");
        expectPaths(part, "");
      }
    },
  );

  it("stays one line of less than 400 characters if the others have line breaks and long names", async () => {
    plant(part, ["two\nlines", "x".repeat(300)]);
    expect((await failure(part)).message.length).toBeLessThan(400);
  });

  it.each(["postgresql://u:AVNS_pasted@h/d", "AVNS_pasted", "p@ss w0rd"])(
    "does not show %j if that is given as its name by mistake",
    async (name) => {
      const error = await failure(part, { name });
      expect(error.message).toMatch(
        new RegExp(`^${one} \\(a name of ${name.length} characters\\) of database cluster ${pg}: `),
      );
      expect(leaksIn(error, [name])).toEqual([]);
      expect(error.code).toBe("not_found");
    },
  );

  it("is that of the cluster if the cluster is missing", async () => {
    const missing = "5a1e0000-0000-4000-8000-0000000000ff";
    const error = await failure(part, { clusterUuid: missing });
    expect(error).toMatchObject({ code: "not_found", status: 404, clusterUuid: missing });
    expect(error.message).toContain(
      `database cluster ${missing}: not found: the token's team has no cluster with this UUID (404 not_found).`,
    );
    expect(error.message).toContain("doctl databases list");
  });

  it.each<[number, "cluster" | "list"]>([
    [500, "cluster"],
    [401, "cluster"],
    [403, "list"],
    [404, "list"],
    [429, "list"],
    [200, "list"],
  ])("stays not_found after a %i without a usable body for the %s", async (status, failing) => {
    const failingUrl = `/v2/databases/${pg}${failing === "cluster" ? "" : list}`;
    emulator.misbehave((request, response) => {
      if (request.url?.endsWith("/missing") === true) {
        response.writeHead(404).end(JSON.stringify({ id: "not_found" }));
      } else if (request.url === failingUrl) {
        response.writeHead(status).end(JSON.stringify({ id: "planted" }));
      } else {
        response.end(JSON.stringify({ database: databaseCluster("pg") }));
      }
    });
    const error = await failure(part);
    expect(error.message.slice(0, beginning.length)).toBe(beginning);
    expect(error).toMatchObject({ code: "not_found", status: 404, id: "not_found" });
    expect(emulator.requests.map(({ path }) => path)).toContain(failingUrl);
  });

  it("is forbidden after a 403, for which nothing else is requested", async () => {
    emulator.misbehave(errorReply(403, "forbidden", ""));
    expect((await failure(part)).code).toBe("forbidden");
    expectPaths(part);
  });
});

describe("The error of a part that the cluster's engine does not have", () => {
  it.each<[string, Part, Engine, number]>([
    ["users of redis", user, "redis", 422],
    ["users of valkey", user, "valkey", 422],
    ["read-only replicas of redis", replica, "redis", 422],
    ["read-only replicas of valkey", replica, "valkey", 422],
    ["connection pools of redis", pool, "redis", 404],
    ["connection pools of mysql", pool, "mysql", 404],
    ["connection pools of mongodb", pool, "mongodb", 404],
    ["connection pools of advanced_mysql", pool, "advanced_mysql", 404],
  ])("says that there are no %s", async (_, part, engine, status) => {
    const uuid = clusterUuid(engine);
    const error = await failure(part, { clusterUuid: uuid });
    expect(error).toMatchObject({
      ...{ code: status === 422 ? "bad_request" : "not_found", status, clusterUuid: uuid },
    });
    expect(error.message).toContain(
      `of database cluster ${uuid}: clusters of the engine ${engine} have no ${part.many} (${status} `,
    );
    expect(error.message).not.toContain("Please report it");
    expect(error.attempts).toBe(emulator.requests.length);
  });

  it("does not say so of connection pools of PostgreSQL Advanced Edition, which may have some", async () => {
    const error = await failure(pool, { clusterUuid: clusterUuid("advanced_pg") });
    expect(error.message).toContain(
      "not found: the cluster (planted-advanced-pg) lists no connection pools (404 not_found). ",
    );
  });
});

it.each<[unknown, string[]]>([
  [{ users: [{ name: "a" }, {}, { name: null }, { name: "b" }] }, ["a", "b"]],
  [{ users: null }, []],
])("namesIn returns the names in a list of users, without those that are missing: %j", (body, names) => {
  expect(namesIn(body, "/v2/databases/x/users", "users")).toEqual(names);
});
