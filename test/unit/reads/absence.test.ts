import { clusterUuid, databaseCluster, engines } from "../../../testing/emulator/clusters";
import type { Engine } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { errorReply } from "../../../testing/emulator/routes";
import { connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import { namedPartFunctions, secretsIn } from "../functions/partFunctions";
import type { PartFunction } from "../functions/partFunctions";
import { leaksIn } from "../leaks";
import { beginProgram, setConfig } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import type { DigitalOceanApiError } from "../../../src/index";

const emulator = useEmulator();
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  access = { token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
  setConfig({ "digitalocean:httpRetryMax": "0" });
});
beforeEach(() => {
  emulator.state.clusters = engines.map((engine) => databaseCluster(engine));
  emulator.state.pools = { [clusterUuid("pg")]: [connectionPool()] };
  emulator.state.replicas = { [clusterUuid("pg")]: [databaseReplica()] };
});
afterAll(() => {
  setConfig({});
});

const pg = clusterUuid("pg");

/** What the function looks up, in the words of its messages, and in those of the API. */
const words: Record<string, { one: string; many: string; collection: "users" | "pools" | "replicas" }> = {
  getDatabaseUser: { one: "user", many: "users", collection: "users" },
  getDatabaseConnectionPool: { one: "connection pool", many: "connection pools", collection: "pools" },
  getDatabaseReplica: { one: "replica", many: "read-only replicas", collection: "replicas" },
};
const newness = "If it is new, it may still be in creation: try again in some minutes.";
const wordsOf = ({ name }: PartFunction): (typeof words)[string] =>
  words[name] ?? { one: "", many: "", collection: "users" };

async function failure(part: PartFunction, args: object): Promise<DigitalOceanApiError> {
  const error = await rejectionOf(part.promised({ ...part.args, ...access, ...args }));
  expect(error.message).not.toMatch(/[\r\n]/);
  expect(leaksIn(error, [Emulator.token, ...secretsIn(emulator.state)])).toEqual([]);
  return error;
}

/** The paths that were asked for; a replica's cluster is asked for beside it, and once. */
function expectPaths(part: PartFunction, name: string, ...more: string[]): void {
  const beside = part.name === "getDatabaseReplica" ? [""] : [];
  const paths = new Set([`/${wordsOf(part).collection}/${name}`, ...beside, ...more]);
  expect(emulator.requests.map(({ path }) => path).sort()).toEqual(
    [...paths].map((path) => `/v2/databases/${pg}${path}`).sort(),
  );
}

/** Lets the API refuse the part `nobody`, and answer everything else. */
function refuseNobody(status: number, id: string): void {
  emulator.misbehave((request, response) => {
    const isNobody = request.url?.endsWith("/nobody") === true;
    emulator.answer(request, response, isNobody ? errorReply(status, id, "planted") : undefined);
  });
}

/** Lets the API list as many of them as that. */
function plant({ name }: PartFunction, names: string[]): void {
  const users = names.map((user) => ({ name: user, password: "AVNS_planted-user" }));
  const pools = names.map((pool) => connectionPool({ name: pool }));
  const replicas = names.map((replica) => databaseReplica("pg", { name: replica }));
  emulator.state.clusters = [databaseCluster("pg", name === "getDatabaseUser" ? { users } : {})];
  emulator.state.pools = { [pg]: pools };
  emulator.state.replicas = { [pg]: replicas };
}

describe.each(namedPartFunctions)("$name: no such one", (part) => {
  const { one, many, collection } = wordsOf(part);
  const list = `/${collection}?page=1&per_page=200`;
  const beginning = `${one} nobody of database cluster ${pg}: `;

  it("the message lists those that there are, for which cluster and list are asked for", async () => {
    plant(part, ["first", "second"]);
    const error = await failure(part, { name: "nobody" });
    expect(error).toMatchObject({ code: "not_found", status: 404, id: "not_found", clusterUuid: pg });
    expect(error.requestId).toBe("5a1e0000-0000-4000-8000-00000000e001");
    expect(error.message).toBe(
      `${beginning}not found: the cluster lists no such ${one}; its ${many} are second, first (404 not_found). ${newness} [not_found]`,
    );
    expectPaths(part, "nobody", "", list);
    expect(error.attempts).toBe(emulator.requests.length);
  });

  it("at most 20 of them, and how many more there are", async () => {
    plant(
      part,
      Array.from({ length: 23 }, (_, index) => `part-${index}`),
    );
    const { message } = await failure(part, { name: "nobody" });
    expect(message.match(/part-\d+/g)).toHaveLength(20);
    expect(message).toContain(" and 3 more (404 not_found).");
  });

  it("the name with the fewest typing errors is the first of many", async () => {
    plant(part, [...Array.from({ length: 60 }, (_, index) => `other-${index}`), "reporting"]);
    expect((await failure(part, { name: "reprotign" })).message).toContain(`${many} are reporting, `);
  });

  it("none at all", async () => {
    plant(part, []);
    expect((await failure(part, { name: "nobody" })).message).toBe(
      `${beginning}not found: the cluster (planted-pg) lists no ${many} (404 not_found). ${newness} [not_found]`,
    );
  });

  it("one that is there and refused all the same: no word of what there is", async () => {
    plant(part, ["first", "nobody"]);
    const id = "unprocessable_entity";
    emulator.misbehaveNext({ status: 422, body: { id, message: "It is being upgraded." } });
    // A replica's cluster is asked for first.
    if (part.name === "getDatabaseReplica") {
      emulator.behave();
      emulator.misbehave((request, response) => {
        const isOne = request.url?.endsWith("/replicas/nobody") === true;
        const names = { replicas: [{ name: "nobody" }] };
        const other =
          request.url?.includes("/replicas?") === true ? names : { database: databaseCluster("pg") };
        response.writeHead(isOne ? 422 : 200).end(JSON.stringify(isOne ? { id, message: "" } : other));
      });
    }
    const error = await failure(part, { name: "nobody" });
    expect(error).toMatchObject({ code: "bad_request", status: 422, id, attempts: 3 });
    expect(error.message).toContain(
      `${beginning}DigitalOcean does not support this for the cluster (422 unprocessable_entity): `,
    );
  });

  it("one that is listed and not found: it may still be in creation", async () => {
    plant(part, ["first", "nobody"]);
    refuseNobody(404, "not_found");
    expect((await failure(part, { name: "nobody" })).message).toBe(
      `${beginning}not found, although the cluster lists this ${one} (404 not_found). ${newness} [not_found]`,
    );
  });

  it("one of a cluster that is not online yet: it may come with the cluster", async () => {
    plant(part, ["first"]);
    emulator.state.clusters = emulator.state.clusters.map((one) => ({ ...one, status: "creating" }));
    expect((await failure(part, { name: "nobody" })).message).toBe(
      `${beginning}not found: the cluster lists no such ${one}; its ${many} are first (404 not_found). The cluster is not online ` +
        "yet (status creating), and this may still be in creation: look the cluster up with `waitForOnline: true`, or " +
        "run `pulumi up` again when it is online. [not_found]",
    );
  });

  it.each([409, 412, 423, 425])("%i: it is not ready, and no list is asked for", async (status) => {
    for (const clusterStatus of ["online", "creating"]) {
      plant(part, ["nobody"]);
      emulator.state.clusters = emulator.state.clusters.map((one) => ({ ...one, status: clusterStatus }));
      emulator.behave();
      refuseNobody(status, "planted_id");
      const { message } = await failure(part, { name: "nobody" });
      expect(message).toContain(`(${status} planted_id)`);
      expect(message).toMatch(/[Rr]un `pulumi up` again/);
      expect(message).not.toContain("report it");
      expect(message.includes("status creating")).toBe(clusterStatus === "creating");
      expectPaths(part, "nobody", "");
    }
  });

  it("names that are no words keep the message one line", async () => {
    plant(part, ["two\nlines", "x".repeat(300)]);
    expect((await failure(part, { name: "nobody" })).message.length).toBeLessThan(400);
  });

  it.each(["postgresql://u:AVNS_pasted@h/d", "AVNS_pasted", "p@ss w0rd"])(
    "%j, given for the name by mistake, is not shown",
    async (name) => {
      const error = await failure(part, { name });
      expect(error.message).toMatch(
        new RegExp(`^${one} \\(a name of ${name.length} characters\\) of database cluster ${pg}: `),
      );
      expect(leaksIn(error, [name])).toEqual([]);
      expect(error.code).toBe("not_found");
    },
  );

  it("no such cluster: that is what is said", async () => {
    const clusterOf = "5a1e0000-0000-4000-8000-0000000000ff";
    const error = await failure(part, { clusterUuid: clusterOf });
    expect(error).toMatchObject({ code: "not_found", status: 404, clusterUuid: clusterOf });
    expect(error.message).toContain(
      `database cluster ${clusterOf}: not found: the token's team has no cluster with this UUID (404 not_found).`,
    );
    expect(error.message).toContain("doctl databases list");
  });
});

describe("engines that have none", () => {
  it.each<[string, Engine, number, string]>([
    ["getDatabaseUser", "redis", 422, "users"],
    ["getDatabaseUser", "valkey", 422, "users"],
    ["getDatabaseReplica", "redis", 422, "read-only replicas"],
    ["getDatabaseReplica", "valkey", 422, "read-only replicas"],
    ["getDatabaseConnectionPool", "redis", 404, "connection pools"],
    ["getDatabaseConnectionPool", "mysql", 404, "connection pools"],
    ["getDatabaseConnectionPool", "mongodb", 404, "connection pools"],
    ["getDatabaseConnectionPool", "advanced_mysql", 404, "connection pools"],
  ])("%s of %s (%i)", async (name, engine, status, many) => {
    const part = namedPartFunctions.find((candidate) => candidate.name === name) as PartFunction;
    const uuid = clusterUuid(engine);
    const error = await failure(part, { clusterUuid: uuid });
    expect(error).toMatchObject({
      code: status === 422 ? "bad_request" : "not_found",
      status,
      clusterUuid: uuid,
    });
    expect(error.message).toContain(
      `of database cluster ${uuid}: clusters of the engine ${engine} have no ${many} (${status} `,
    );
    expect(error.message).not.toContain("Please report it");
    expect(error.attempts).toBe(emulator.requests.length);
  });

  it("PostgreSQL Advanced Edition may have pools: those are listed", async () => {
    const part = namedPartFunctions.find(({ name }) => name === "getDatabaseConnectionPool") as PartFunction;
    const error = await failure(part, { clusterUuid: clusterUuid("advanced_pg") });
    expect(error.message).toContain(
      "not found: the cluster (planted-advanced-pg) lists no connection pools (404 not_found). ",
    );
  });
});
