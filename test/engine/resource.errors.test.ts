import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import type { Misbehaviour } from "../../testing/emulator/emulator";
import { leaksIn } from "../unit/leaks";
import { secretTexts } from "./expectedCluster";
import { retryLine } from "../host/failure";
import { clusterInState, createResourceProject, diagnosticsIn, diagnosticsOf } from "./resourceProject";
import { stateOutputs } from "./state";
import { describeWithEngine } from "./workspace";
import type { Deployment } from "./state";
import type { Project } from "./workspace";

/** The way from the resource to a stack output is as long as it gets in a program of some size. */
const program = `
const pulumi = require("@pulumi/pulumi");
const { connectionEnv, connectionFor, DatabaseCluster, stackOutputs } = require("pulumi-digitalocean-databases");
const config = new pulumi.Config();
const uuid = config.require("databaseClusterUuid");
const misuses = {
  none: () => [{ uuid }],
  "uuid in an Output": () => [{ uuid: pulumi.output(Promise.resolve(uuid)) }],
  token: () => [{ uuid, token: "dop_v1_planted" }],
  import: () => [{ uuid }, { import: uuid }],
  id: () => [{ uuid }, { id: uuid }],
  provider: () => [{ uuid }, { provider: { getPackage: () => "digitalocean" } }],
};
const cluster = new DatabaseCluster("database", ...misuses[config.require("misuse")]());
let deep = cluster.uri;
for (let depth = 0; depth < 12; depth++) {
  deep = pulumi.secret(pulumi.output(deep).apply((uri) => uri));
}
module.exports = { ...stackOutputs(cluster), deep, environment: connectionEnv(connectionFor(cluster)) };
`;

const cluster = databaseCluster("pg");
const uuid = cluster.id;
const secrets = [Emulator.token, "dop_v1_wrong", "dop_v1_planted", "<html>", ...secretTexts(cluster)];
const token = "digitalocean:token";

describeWithEngine("an error of a DatabaseCluster in the real CLI", () => {
  let emulator: Emulator;
  let project: Project;
  let before: Deployment;

  beforeAll(async () => {
    emulator = await Emulator.start({ clusters: [cluster] });
    project = await createResourceProject("resource-errors", emulator, {
      program,
      config: {
        databaseClusterUuid: uuid,
        misuse: "none",
        "digitalocean:requestTimeoutSeconds": "1",
        "digitalocean:deadlineSeconds": "3",
      },
    });
    await project.stack.up();
    before = await project.state("--show-secrets");
  });

  afterAll(async () => {
    await project.remove();
    await emulator.stop();
  });

  interface Cause {
    readonly config?: Record<string, string | undefined>;
    readonly misbehaviour?: Misbehaviour;
    readonly scopes?: readonly "database:read"[];
  }

  /** Runs the CLI under the cause; afterwards all is well again. */
  async function runUnder({ config = {}, misbehaviour, scopes }: Cause, ...args: string[]): Promise<string> {
    const restoreConfig = project.keepConfig();
    emulator.behave();
    if (misbehaviour !== undefined) {
      emulator.misbehave(misbehaviour);
    }
    emulator.allow(Emulator.token, scopes);
    for (const [key, value] of Object.entries(config)) {
      await (value === undefined
        ? project.stack.removeConfig(key)
        : project.stack.setConfig(key, { value, secret: key === token }));
    }
    const started = performance.now();
    const { code, printed } = await project.run(...args);
    const seconds = (performance.now() - started) / 1000;
    restoreConfig();
    emulator.allow(Emulator.token);

    expect(code).not.toBe(0);
    expect(seconds).toBeLessThan(20);
    expect(printed).not.toMatch(/^ +at |\sat .*\(|node_modules|Unhandled|Warning|AxiosError|AVNS_/m);
    expect(leaksIn(printed, secrets)).toEqual([]);
    return printed;
  }

  const failure = (status: number): Misbehaviour => ({ status, body: { id: "planted_id" } });
  const html = { status: 200, headers: { "content-type": "text/html" }, body: "<html>planted</html>" };

  it.each<[string, Cause, RegExp]>([
    ["not_found", { config: { databaseClusterUuid: uuid.replace("5", "6") } }, /\(404 not_found\)/],
    [
      "unauthorized",
      { config: { [token]: "dop_v1_wrong" } },
      /does not accept the token \(401 unauthorized\).*: `pulumi config set --secret digitalocean:token`/,
    ],
    ["forbidden", { scopes: [] }, /\(403 forbidden\).* scopes database:read and database:view_credentials/],
    ["credentials_withheld", { scopes: ["database:read"] }, /lacks the scope database:view_credentials/],
    ["missing_token", { config: { [token]: undefined } }, /no DigitalOcean token/],
    ["server_error", { misbehaviour: failure(500) }, /API fails \(500 planted_id\) in 5 tries/],
    [
      "network_error",
      { config: { "digitalocean:apiEndpoint": "http://127.0.0.1:1" } },
      /cannot reach 127\.0\.0\.1:1 \(ECONNREFUSED\) in 5 tries/,
    ],
    [
      "timeout",
      { misbehaviour: () => undefined },
      /no answer from 127\.0\.0\.1:\d+ in \d tries, within 3\.\d s/,
    ],
    ["unexpected_response", { misbehaviour: html }, /the body is not JSON/],
  ])("is for %s one line of the resource, which the host prints once more", async (_, cause, line) => {
    const told = diagnosticsIn(await runUnder(cause, "up", "--yes", "--skip-preview"));

    const message = told[diagnosticsOf.cluster("database")]?.[0]?.replace(/^error: /, "") ?? "";
    expect(message).toMatch(/^database cluster [0-9a-f-]{36}/);
    expect(message).toMatch(line);
    const {
      [diagnosticsOf.cluster("database")]: ofCluster,
      [diagnosticsOf.stack("resource-errors")]: ofStack,
      ...rest
    } = told;
    expect(ofCluster).toEqual([`error: ${message}`]);
    const lines = [...(ofStack ?? [])].sort();
    expect(lines.filter((text) => !retryLine.test(text))).toEqual([message, "error: update failed"]);
    // Retries are shown, and the host's lines stay.
    expect(lines.some((text) => retryLine.test(text))).toBe(/ in [2-9] tries/.test(message));
    expect(rest).toEqual({});
  });

  it("leaves in the state what was there, outputs that consumers rely on among it", async () => {
    const state = await project.state("--show-secrets");
    expect(stateOutputs(state)).toEqual(stateOutputs(before));
    const resource = clusterInState(before, "database");
    expect(clusterInState(state, "database")).toMatchObject({ id: uuid, outputs: resource?.outputs });
  });

  it("is as short in a preview", async () => {
    const told = diagnosticsIn(await runUnder({ misbehaviour: failure(400) }, "preview"));
    expect(told[diagnosticsOf.cluster("database")]).toEqual([
      expect.stringMatching(
        /^error: Preview failed: database cluster .* refuses the request \(400 planted_id\)/,
      ),
    ]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ["a path as the UUID", { databaseClusterUuid: "../../account" }, /^error: uuid: expected a UUID/],
    [
      "an empty UUID in an Output",
      { databaseClusterUuid: "", misuse: "uuid in an Output" },
      /^error: uuid: expected a UUID such as \S+, got an empty string/,
    ],
    [
      "a token",
      { misuse: "token" },
      /^error: token: a resource has none.*`pulumi config set --secret digital/,
    ],
    ["the option import", { misuse: "import" }, /^error: import: .*leave the option out/],
    ["the option id", { misuse: "id" }, /^error: id: .*give it as `uuid`/],
    ["a provider of another package", { misuse: "provider" }, /^error: provider: .*use `configNamespace`/],
  ])("is one line of the program for %s, and nothing is sent", async (_, config, line) => {
    const told = diagnosticsIn(await runUnder({ config }, "up", "--yes", "--skip-preview"));
    expect(told).toEqual({ [diagnosticsOf.stack("resource-errors")]: [expect.stringMatching(line)] });
    expect(emulator.requests).toEqual([]);
  });
});
