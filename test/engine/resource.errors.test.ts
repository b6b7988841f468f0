import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import type { Misbehaviour } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { leaksIn } from "../unit/leaks";
import { secretTexts } from "./expectedCluster";
import { retryLine } from "../host/failure";
import { clusterInState, createResourceProject, diagnosticsIn, diagnosticsOf } from "./resourceProject";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

/** A cause of a failure, and the message for it. */
interface Cause {
  readonly message: RegExp;
  /** The UUID, if it is not that of a cluster. */
  readonly uuid?: string;
  readonly token?: string;
  readonly scopes?: readonly "database:read"[];
  readonly endpoint?: string;
  readonly misbehaviour?: Misbehaviour;
}

const failure = (status: number): Misbehaviour => ({ status, body: { id: "planted_id" } });
const html = { status: 200, headers: { "content-type": "text/html" }, body: "<html>planted</html>" };

/** Each has a resource of its name, with a namespace of that name and with a cluster of its own. */
const causes: Readonly<Record<string, Cause>> = {
  missing: { uuid: "6a1e0000-0000-4000-8000-000000000001", message: /\(404 not_found\)/ },
  unauthorized: {
    token: "dop_v1_wrong",
    message:
      /does not accept the token \(401 unauthorized\).*: `pulumi config set --secret unauthorized:token`/,
  },
  forbidden: {
    token: "dop_v1_without-scopes",
    scopes: [],
    message: /\(403 forbidden\).* scopes database:read and database:view_credentials/,
  },
  withheld: {
    token: "dop_v1_without-credentials",
    scopes: ["database:read"],
    message: /lacks the scope database:view_credentials/,
  },
  tokenless: { token: "", message: /no DigitalOcean token/ },
  failing: { misbehaviour: failure(500), message: /API fails \(500 planted_id\) in 5 tries/ },
  refusing: { misbehaviour: failure(400), message: /refuses the request \(400 planted_id\)/ },
  unreachable: {
    endpoint: "http://127.0.0.1:1",
    message: /cannot reach 127\.0\.0\.1:1 \(ECONNREFUSED\) in 5 tries/,
  },
  silent: {
    misbehaviour: () => undefined,
    message: /no answer from 127\.0\.0\.1:\d+ in \d (?:try|tries), within \d+\.\d s/,
  },
  html: { misbehaviour: html, message: /the body is not JSON/ },
};
const names = Object.keys(causes);
const clusters = names.map((name, index) =>
  databaseCluster("pg", { id: `5a1e0000-0000-4000-8000-${String(index + 300).padStart(12, "0")}`, name }),
);
const uuids = names.map((name, index) => causes[name]?.uuid ?? clusters[index]?.id ?? "");

/** The way from the resource to a stack output is as long as it gets in a program of some size. */
const deeply = `
const pulumi = require("@pulumi/pulumi");
const { connectionEnv, connectionFor, DatabaseCluster, stackOutputs } = require("pulumi-digitalocean-databases");
function outputsOf(cluster) {
  let deep = cluster.uri;
  for (let depth = 0; depth < 12; depth++) {
    deep = pulumi.secret(pulumi.output(deep).apply((uri) => uri));
  }
  return { ...stackOutputs(cluster), deep, environment: connectionEnv(connectionFor(cluster)) };
}
`;

const manyFailures = `${deeply}
const uuids = ${JSON.stringify(uuids)};
${JSON.stringify(names)}.forEach((name, index) => {
  exports[name] = outputsOf(new DatabaseCluster(name, { uuid: uuids[index], configNamespace: name }));
});
`;

const cluster = databaseCluster("pg");
// All of the emulator's PostgreSQL clusters have the same secrets.
const secrets = [Emulator.token, "dop_v1_", "<html>", ...secretTexts(cluster)];

/** Expects no stack, no name of a module and no secret. */
function expectClean(printed: string): void {
  expect(printed).not.toMatch(/^ +at |\sat .*\(|node_modules|Unhandled|Warning|AxiosError|AVNS_/m);
  expect(leaksIn(printed, secrets)).toEqual([]);
}

describeWithEngine("a DatabaseCluster that cannot be read", () => {
  const emulator = useEmulator({ clusters });

  function arrange(): void {
    for (const { token, scopes } of Object.values(causes)) {
      if (token !== undefined && scopes !== undefined) {
        emulator.allow(token, scopes);
      }
    }
    emulator.misbehave((request, response) => {
      const index = uuids.findIndex((uuid) => request.url?.endsWith(uuid));
      emulator.answer(request, response, causes[names[index] ?? ""]?.misbehaviour);
    });
  }

  it("is one line with its cause, which the provider host prints once more, with --continue-on-error for each cluster", async () => {
    arrange();
    const tokens = Object.entries(causes).map(([name, { token }]) => [
      `${name}:token`,
      token ?? Emulator.token,
    ]);
    const settings = Object.entries(causes).flatMap(([name, { endpoint }]) => [
      [`${name}:apiEndpoint`, endpoint ?? emulator.url],
      [`${name}:httpRetryWaitMin`, "0.1"],
      [`${name}:httpRetryWaitMax`, "0.1"],
      [`${name}:requestTimeoutSeconds`, name === "silent" ? "0.5" : "20"],
    ]);
    const project = createResourceProject("resource-errors", emulator, {
      program: manyFailures,
      config: Object.fromEntries(settings) as Record<string, string>,
      secretConfig: Object.fromEntries(tokens) as Record<string, string>,
    });
    const { code, printed } = await project.run("up", "--yes", "--skip-preview", "--continue-on-error");
    expect(code).not.toBe(0);
    expectClean(printed);
    const told = diagnosticsIn(printed);
    const ofStack = told[diagnosticsOf.stack("resource-errors")] ?? [];
    for (const [name, { message }] of Object.entries(causes)) {
      const lines = told[diagnosticsOf.cluster(name)] ?? [];
      expect([name, lines]).toEqual([name, [expect.stringMatching(message)]]);
      const line = lines[0]?.replace(/^error: /, "") ?? "";
      expect(line).toMatch(/^database cluster [0-9a-f-]{36}/);
      expect([name, ofStack.filter((text) => text === line)]).toEqual([name, [line]]);
    }
    const messages = ofStack.filter((text) => text.startsWith("database cluster "));
    expect(messages).toHaveLength(names.length);
    const others = ofStack.filter((text) => !messages.includes(text));
    // Retries are shown, and the lines of the host stay.
    const retried = others.filter((text) => retryLine.test(text)).map((text) => text.split(": ")[0]);
    expect(new Set(retried)).toEqual(new Set(["127.0.0.1:1", new URL(emulator.url).host]));
    expect(others.filter((text) => !retryLine.test(text))).toEqual(["error: update failed"]);
  });
});

describeWithEngine("an update with a DatabaseCluster", () => {
  const emulator = useEmulator({ clusters: [cluster] });
  const uuid = cluster.id;
  let project: Project;

  beforeAll(async () => {
    project = createResourceProject("resource-failure", emulator, {
      program: `${deeply}
const config = new pulumi.Config();
const uuid = config.require("databaseClusterUuid");
const misuses = {
  none: () => [{ uuid }],
  "uuid in an Output": () => [{ uuid: pulumi.output(Promise.resolve("")) }],
  path: () => [{ uuid: "../../account" }],
  token: () => [{ uuid, token: "dop_v1_planted" }],
  import: () => [{ uuid }, { import: uuid }],
  id: () => [{ uuid }, { id: uuid }],
  provider: () => [{ uuid }, { provider: { getPackage: () => "digitalocean" } }],
};
for (const misuse of config.getObject("caught") ?? []) {
  try {
    new DatabaseCluster("database", ...misuses[misuse]());
  } catch (error) {
    void pulumi.log.info(misuse + ": " + error.message);
  }
}
module.exports = outputsOf(new DatabaseCluster("database", ...misuses[config.require("misuse")]()));
`,
      config: { databaseClusterUuid: uuid, misuse: "none" },
    });
    await project.up();
  });

  it("keeps the cluster and the stack outputs, which consumers need, in the state if it fails", async () => {
    const before = project.outputs();
    const resource = clusterInState(project.decryptedState(), "database");
    emulator.misbehave(failure(400));
    const { code, printed } = await project.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expectClean(printed);
    const {
      [diagnosticsOf.cluster("database")]: ofCluster,
      [diagnosticsOf.stack("resource-failure")]: ofStack,
      ...others
    } = diagnosticsIn(printed);
    const message = ofCluster?.[0]?.replace(/^error: /, "") ?? "";
    expect(message).toMatch(/^database cluster .* refuses the request \(400 planted_id\)/);
    expect(ofCluster).toHaveLength(1);
    expect([...(ofStack ?? [])].sort()).toEqual([message, "error: update failed"]);
    expect(others).toEqual({});
    expect(project.outputs()).toEqual(before);
    expect(clusterInState(project.decryptedState(), "database")).toMatchObject({
      id: uuid,
      outputs: resource?.outputs,
    });
  });

  it("fails in a preview with one line, too", async () => {
    emulator.misbehave(failure(400));
    const { code, printed } = await project.run("preview");
    expect(code).not.toBe(0);
    expectClean(printed);
    expect(diagnosticsIn(printed)[diagnosticsOf.cluster("database")]).toEqual([
      expect.stringMatching(
        /^error: Preview failed: database cluster .* refuses the request \(400 planted_id\)/,
      ),
    ]);
  });

  it.each<[string, string, RegExp]>([
    [
      "a token as an argument",
      "token",
      /^error: token: a resource has none.*`pulumi config set --secret digital/,
    ],
    [
      "an empty UUID in an Output",
      "uuid in an Output",
      /^error: uuid: expected a UUID such as \S+, got an empty string/,
    ],
  ])("fails with one line of the program and without a request for %s", async (_, misuse, line) => {
    project.setConfig("misuse", misuse);
    const { code, printed } = await project.run("up", "--yes", "--skip-preview");
    project.setConfig("misuse", "none");
    expect(code).not.toBe(0);
    expectClean(printed);
    expect(diagnosticsIn(printed)).toEqual({
      [diagnosticsOf.stack("resource-failure")]: [expect.stringMatching(line)],
    });
    expect(emulator.requests).toEqual([]);
  });

  it("lets the program catch the error of each misuse, without a request for it", async () => {
    const messages = {
      path: /^uuid: expected a UUID/,
      import: /^import: .*leave the option out/,
      id: /^id: .*give it as `uuid`/,
      provider: /^provider: .*use `configNamespace`/,
    };
    project.setConfig("caught", JSON.stringify(Object.keys(messages)));
    const { printed } = await project.up();
    project.removeConfig("caught");
    const lines = diagnosticsIn(printed)[diagnosticsOf.stack("resource-failure")] ?? [];
    for (const [misuse, message] of Object.entries(messages)) {
      const caught = lines.find((line) => line.startsWith(`${misuse}: `));
      expect([misuse, caught?.slice(misuse.length + 2)]).toEqual([misuse, expect.stringMatching(message)]);
    }
    expect(emulator.requests).toHaveLength(1);
  });
});
