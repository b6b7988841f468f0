import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import type { Misbehaviour } from "../../testing/emulator/emulator";
import { describeWithEngine, Project } from "./workspace";

/** The way from the lookup to a stack output is as long as it gets in a program of some size. */
const program = `
const pulumi = require("@pulumi/pulumi");
const { getDatabaseClusterOutput, stackOutputs } = require("pulumi-digitalocean-databases");
const cluster = getDatabaseClusterOutput({ uuid: new pulumi.Config().require("databaseClusterUuid") });
let deep = cluster.uri;
for (let depth = 0; depth < 12; depth++) {
  deep = pulumi.secret(pulumi.output(deep).apply((uri) => uri));
}
module.exports = { ...stackOutputs(cluster), deep };
`;

const uuid = databaseCluster("pg").id;
const html: Misbehaviour = {
  status: 200,
  headers: { "content-type": "text/html" },
  body: "<html>planted</html>",
};
const truncated: Misbehaviour = { status: 200, body: '{"database":{"password":"planted' };
const silence: Misbehaviour = () => undefined;
const redirect: Misbehaviour = { status: 302, headers: { location: "https://planted.example.com/" } };
const failure = (status: number, headers = {}): Misbehaviour => ({
  status,
  headers,
  body: { id: "planted_id" },
});

describeWithEngine("an error in the real CLI", () => {
  let emulator: Emulator;
  let project: Project;

  beforeAll(async () => {
    emulator = await Emulator.start();
    project = await Project.create("errors", {
      program,
      config: {
        databaseClusterUuid: uuid,
        "digitalocean:apiEndpoint": emulator.url,
        "digitalocean:httpRetryWaitMin": "0.1",
        "digitalocean:requestTimeoutSeconds": "1",
        "digitalocean:deadlineSeconds": "3",
      },
      secretConfig: { "digitalocean:token": Emulator.token },
    });
    await project.stack.up();
  });

  afterAll(async () => {
    await project.remove();
    await emulator.stop();
  });

  it.each<[string, { config?: [string, string?]; misbehaviour?: Misbehaviour }, RegExp]>([
    [
      "a wrong token",
      { config: ["digitalocean:token", "dop_v1_wrong"] },
      /does not accept the token \(401.*: `pulumi config set --secret digitalocean:token`/,
    ],
    ["no token", { config: ["digitalocean:token"] }, /no DigitalOcean token/],
    ["an unknown UUID", { config: ["databaseClusterUuid", uuid.replace("5", "6")] }, /\(404 not_found\)/],
    ["a path as the UUID", { config: ["databaseClusterUuid", "../../account"] }, /expected a UUID/],
    [
      "an empty UUID",
      { config: ["databaseClusterUuid", ""] },
      /expected a UUID such as \S+, got an empty string/,
    ],
    [
      "a number as the UUID",
      { config: ["databaseClusterUuid", "42"] },
      /expected a UUID such as \S+, got "42"/,
    ],
    ["HTML", { misbehaviour: html }, /the body is not JSON/],
    ["truncated JSON", { misbehaviour: truncated }, /the body is not JSON/],
    ["a redirect", { misbehaviour: redirect }, /status 302, a redirect, which is not followed/],
    [
      "429 for ever",
      { misbehaviour: failure(429, { "retry-after": "0" }) },
      /used up \(429 planted_id\) in 5 tries/,
    ],
    [
      "429 for an hour",
      { misbehaviour: failure(429, { "retry-after": "3600" }) },
      /until 2\d{3}-.*, in 3600 s/,
    ],
    ["500 for ever", { misbehaviour: failure(500) }, /API fails \(500 planted_id\) in 5 tries/],
    [
      "nothing at all",
      { misbehaviour: silence },
      /no answer from 127\.0\.0\.1:\d+ in \d tries, within 3\.\d s/,
    ],
  ])("is one clear line for %s", async (_, { config, misbehaviour }, line) => {
    emulator.behave();
    const before = await project.stack.outputs();
    if (misbehaviour !== undefined) {
      emulator.misbehave(misbehaviour);
    }
    const kept = await project.stack.getAllConfig();
    if (config?.[1] !== undefined) {
      await project.stack.setConfig(config[0], { value: config[1], secret: config[0].endsWith("token") });
    } else if (config !== undefined) {
      await project.stack.removeConfig(config[0]);
    }

    const started = performance.now();
    const { code, printed } = await project.run("up", "--yes", "--skip-preview");
    const seconds = (performance.now() - started) / 1000;
    await project.stack.setAllConfig(kept);

    expect(code).not.toBe(0);
    const block = /Diagnostics:\n.*\n([^]*?)\n\nOutputs/.exec(printed)?.[1]?.split("\n") ?? [];
    const told = block.map((text) => text.trim()).filter((text) => text !== "");
    // Waiting for quota is shown, too.
    const diagnostics = told.filter((text) => !/rate limit is reached; asking again in \d+ s\.$/.test(text));
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatch(/^error: (database cluster [0-9a-f-]{36}|uuid): /);
    expect(diagnostics[0]).toMatch(line);
    expect(printed).not.toMatch(/^ +at |node_modules|Unhandled|Warning|AVNS_|dop_v1|<html>|"password"/m);
    expect(seconds).toBeLessThan(15);
    // What consumers rely on is still there.
    emulator.behave();
    expect(await project.stack.outputs()).toEqual(before);
  });
});
