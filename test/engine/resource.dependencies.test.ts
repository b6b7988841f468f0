import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { clusterInState, createResourceProject } from "./resourceProject";
import { describeWithEngine } from "./workspace";
import { resourcesIn } from "./state";
import type { Deployment } from "./state";
import type { Project } from "./workspace";

/** `creator` yields the UUID, as the resource that creates the cluster would, and sends a request to the emulator. */
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

describeWithEngine("a DatabaseCluster that depends on other resources", () => {
  let emulator: Emulator;
  let project: Project;

  /** The requests since the last call. */
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
    project = createResourceProject("resource-dependencies", emulator, {
      program,
      config: { createdUuid: pg.id, afterUuid: mysql.id, knownUuid: kafka.id },
    });
  });

  afterAll(async () => {
    // This request is the creator's, which is not a part of this package.
    expect(new Set(emulator.takeViolations().map((line) => line.split(":")[0]))).toEqual(
      new Set(["GET /created"]),
    );
    await emulator.stop();
  });

  it("is unknown in the preview, without a request for it, while its UUID is unknown", async () => {
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

  it("is read in the update after what it depends on has been created", async () => {
    const { outputs } = await project.up();
    expect(outputs).toMatchObject({
      idFromOutput: { value: pg.id, secret: false },
      regionFromOutput: { value: "nyc3", secret: false },
      uriFromOutput: { secret: true },
      regionAfter: { value: "nyc3", secret: false },
    });
    const requests = asked().filter((request) => !request.endsWith(kafka.id));
    expect(requests[0]).toBe("GET /created");
    expect(requests.slice(1).sort()).toEqual([pg, mysql].map(({ id }) => `GET /v2/databases/${id}`));
  });

  describe("in the state,", () => {
    let state: Deployment;
    let creator: string | undefined;

    beforeAll(() => {
      state = project.state();
      creator = resourcesIn(state).find(({ urn }) => urn.endsWith("::creator"))?.urn;
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

  it("becomes another cluster if the UUID is another, and nothing is deleted or replaced", async () => {
    project.setConfig("knownUuid", redis.id);
    const { code, printed } = await project.run("up", "--yes", "--diff");
    expect([code, printed]).toEqual([0, printed]);
    // In the preview and in the update.
    expect(printed.split(`~ idKnown         : "${kafka.id}" => "${redis.id}"`)).toHaveLength(3);
    expect(printed.match(/Resources:\n +2 unchanged\n(?! {4})/g)).toHaveLength(2);
    expect(project.outputs()).toMatchObject({
      idKnown: { value: redis.id },
      nameKnown: { value: "planted-redis" },
    });
    expect(clusterInState(project.state(), "known")).toMatchObject({ id: redis.id, external: true });
    const requests = asked();
    expect(requests.filter((request) => request === `GET /v2/databases/${redis.id}`)).toHaveLength(2);
    expect(requests.filter((request) => !request.startsWith("GET /v2/databases/"))).toEqual([]);
    expect(requests.filter((request) => request.endsWith(kafka.id))).toEqual([]);
  });

  it("is read together with many others, which share requests for the list of all clusters", async () => {
    const requests = [...many, "?page=1&per_page=200"].map((id) =>
      `GET /v2/databases/${id}`.replace("/?", "?"),
    );
    const crowd = createResourceProject("resource-crowd", emulator, {
      program: `
        const { DatabaseCluster } = require("pulumi-digitalocean-databases");
        for (const uuid of ${JSON.stringify(many)}) {
          exports[uuid] = new DatabaseCluster(uuid, { uuid }).name;
        }`,
    });
    asked();
    const { outputs } = await crowd.up();
    expect(outputs).toEqual(
      Object.fromEntries(many.map((id) => [id, { value: `cluster-${id}`, secret: false }])),
    );
    expect(requests).toEqual(expect.arrayContaining(asked()));
    const { code, printed } = await crowd.run("refresh", "--yes", "--skip-preview");
    expect([code, printed]).toEqual([0, expect.stringContaining("21 unchanged")]);
    expect(requests).toEqual(expect.arrayContaining(asked()));
  });
});
