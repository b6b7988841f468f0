import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { clusterInState, createResourceProject } from "./resourceProject";
import { describeWithEngine } from "./workspace";
import type { Deployment } from "./state";
import type { Project } from "./workspace";

/** A resource that yields the UUID, as the resource that creates the cluster would, and is seen by the emulator. */
const program = `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster } = require("pulumi-digitalocean-databases");
const config = new pulumi.Config();
const uuid = config.require("createdUuid");
const api = new pulumi.Config("digitalocean").require("apiEndpoint");
const provider = {
  create: async ({ uuid, api }) => {
    await fetch(api + "/created");
    return { id: "created", outs: { uuid, api, clusterUuid: uuid } };
  },
};
class Creator extends pulumi.dynamic.Resource {
  constructor(name, opts) { super(provider, name, { uuid, api, clusterUuid: undefined }, opts); }
}
const creator = new Creator("creator");
const fromOutput = new DatabaseCluster("fromOutput", { uuid: creator.clusterUuid });
const after = new DatabaseCluster("after", { uuid: config.require("afterUuid") }, { dependsOn: creator });
const known = new DatabaseCluster("known", { uuid: config.require("knownUuid") });
module.exports = {
  idFromOutput: fromOutput.id, regionFromOutput: fromOutput.region, uriFromOutput: fromOutput.uri,
  regionAfter: after.region, idKnown: known.id, nameKnown: known.name,
};
`;

const pg = databaseCluster("pg");
const mysql = databaseCluster("mysql");
const kafka = databaseCluster("kafka");
const redis = databaseCluster("redis");

/** The UUIDs of many clusters. */
const many = Array.from(
  { length: 20 },
  (_, index) => `5a1e0000-0000-4000-8000-${String(index + 100).padStart(12, "0")}`,
);

describeWithEngine("a DatabaseCluster among other resources", () => {
  let emulator: Emulator;
  let project: Project;

  /** What the API was asked since the last time. */
  function asked(): string[] {
    const requests = emulator.requests.map(({ method, path }) => `${method} ${path}`);
    emulator.behave();
    return requests;
  }

  beforeAll(async () => {
    emulator = await Emulator.start({
      clusters: [
        pg,
        mysql,
        kafka,
        redis,
        ...many.map((id) => databaseCluster("pg", { id, name: `cluster-${id}` })),
      ],
    });
    project = await createResourceProject("resource-dependencies", emulator, {
      program,
      config: { createdUuid: pg.id, afterUuid: mysql.id, knownUuid: kafka.id },
    });
  });

  afterAll(async () => {
    await project.remove();
    // The creator's, which is no part of this package.
    expect(new Set(emulator.takeViolations().map((line) => line.split(":")[0]))).toEqual(
      new Set(["GET /created"]),
    );
    await emulator.stop();
  });

  it("is unknown in the preview while its UUID is, and not asked for", async () => {
    const { code, printed } = await project.run("preview", "--diff");
    expect(code).toBe(0);
    for (const output of ["idFromOutput", "regionFromOutput"]) {
      expect(printed).toMatch(new RegExp(`${output} *: (\\[unknown\\]|output<string>)`));
    }
    expect(printed).toMatch(/uriFromOutput +: \[secret\]/);
    expect(printed).toMatch(/nameKnown +: "planted-kafka"/);
    const requests = asked();
    expect(requests).toContain(`GET /v2/databases/${kafka.id}`);
    expect(requests).not.toContain(`GET /v2/databases/${pg.id}`);
  });

  it("is read in the update, once what it depends on has been created", async () => {
    const { outputs } = await project.stack.up();
    expect(outputs).toMatchObject({
      idFromOutput: { value: pg.id, secret: false },
      regionFromOutput: { value: "nyc3", secret: false },
      uriFromOutput: { secret: true },
      regionAfter: { value: "nyc3", secret: false },
    });
    const requests = asked().filter((request) => !request.endsWith(kafka.id));
    expect(requests[0]).toBe("GET /created");
    expect(requests.slice(1).sort()).toEqual([pg, mysql].map(({ id }) => `GET /v2/databases/${id}`));
    const { printed } = await project.run("preview", "--diff");
    expect(printed).toMatch(/Resources:\n +2 unchanged\n/);
  });

  describe("in the state", () => {
    let state: Deployment;
    let creator: string | undefined;

    beforeAll(async () => {
      state = await project.state();
      creator = state.deployment.resources.find(({ urn }) => urn.endsWith("::creator"))?.urn;
    });

    it("has the dependencies that it was given", () => {
      expect(creator).toBeDefined();
      expect(clusterInState(state, "after")?.dependencies).toEqual([creator]);
      expect(clusterInState(state, "known")?.dependencies ?? []).toEqual([]);
    });

    it("depends on the resource that yields its UUID", () => {
      expect(clusterInState(state, "fromOutput")?.dependencies).toEqual([creator]);
    });
  });

  it("is the other cluster once the UUID is another, and nothing is deleted or replaced", async () => {
    await project.stack.setConfig("knownUuid", { value: redis.id });
    asked();
    const { printed } = await project.run("preview", "--diff");
    expect(printed).toContain(`~ idKnown         : "${kafka.id}" => "${redis.id}"`);
    const { outputs, summary } = await project.stack.up();
    expect(outputs).toMatchObject({ idKnown: { value: redis.id }, nameKnown: { value: "planted-redis" } });
    expect(summary.resourceChanges).toEqual({ read: 1, same: 2 });
    expect(clusterInState(await project.state(), "known")).toMatchObject({ id: redis.id, external: true });
    const requests = asked();
    expect(requests.filter((request) => request === `GET /v2/databases/${redis.id}`)).toHaveLength(2);
    expect(requests.filter((request) => !request.startsWith("GET /v2/databases/"))).toEqual([]);
    expect(requests.filter((request) => request.endsWith(kafka.id))).toEqual([]);
  });

  it("is read at once with many others, each its own, some of them from a list of all", async () => {
    const requests = [...many, "?page=1&per_page=200"].map((id) =>
      `GET /v2/databases/${id}`.replace("/?", "?"),
    );
    const crowd = await createResourceProject("resource-crowd", emulator, {
      program: `
        const { DatabaseCluster } = require("pulumi-digitalocean-databases");
        for (const uuid of ${JSON.stringify(many)}) {
          exports[uuid] = new DatabaseCluster(uuid, { uuid }).name;
        }`,
    });
    asked();
    const { outputs } = await crowd.stack.up();
    expect(outputs).toEqual(
      Object.fromEntries(many.map((id) => [id, { value: `cluster-${id}`, secret: false }])),
    );
    expect(requests).toEqual(expect.arrayContaining(asked()));
    const { code, printed } = await crowd.run("refresh", "--yes", "--skip-preview");
    expect([code, printed]).toEqual([0, expect.stringContaining("21 unchanged")]);
    expect(requests).toEqual(expect.arrayContaining(asked()));
    await crowd.remove();
  });
});
