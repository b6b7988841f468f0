import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import type { Misbehaviour } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { diagnosticsIn, diagnosticsOf } from "./resourceProject";
import { describeWithEngine, Project } from "./workspace";

const uuid = databaseCluster("pg").id;
const html: Misbehaviour = {
  status: 200,
  headers: { "content-type": "text/html" },
  body: "<html>planted</html>",
};
const truncated: Misbehaviour = { status: 200, body: '{"database":{"password":"planted' };
const redirect: Misbehaviour = { status: 302, headers: { location: "https://planted.example.com/" } };
const failure = (status: number, headers = {}): Misbehaviour => ({
  status,
  headers,
  body: { id: "planted_id" },
});

/** Failures that the program catches: the UUID, the API's answer to it, and the message. */
const caught: Readonly<Record<string, readonly [uuid: string, answer: Misbehaviour | undefined, RegExp]>> = {
  missing: ["6a1e0000-0000-4000-8000-000000000000", undefined, /^database cluster .*\(404 not_found\)/],
  empty: ["", undefined, /^uuid: expected a UUID such as \S+, got an empty string/],
  number: ["42", undefined, /^uuid: expected a UUID such as \S+, got "42"/],
  html: ["5a1e0000-0000-4000-8000-000000000401", html, /the body is not JSON/],
  truncated: ["5a1e0000-0000-4000-8000-000000000402", truncated, /the body is not JSON/],
  redirect: [
    "5a1e0000-0000-4000-8000-000000000403",
    redirect,
    /status 302, a redirect, which is not followed/,
  ],
  limited: [
    "5a1e0000-0000-4000-8000-000000000404",
    failure(429, { "retry-after": "3600" }),
    /until 2\d{3}-.*, in 3(?:600|59\d) s/,
  ],
};

/** The way from the lookup to a stack output is as long as it gets in a program of some size. */
const program = `
const pulumi = require("@pulumi/pulumi");
const { getDatabaseCluster, getDatabaseClusterOutput, stackOutputs } = require("pulumi-digitalocean-databases");
const config = new pulumi.Config();
module.exports = async () => {
  await Promise.all(Object.entries(config.getObject("caught") ?? {}).map(async ([name, uuid]) => {
    await getDatabaseCluster({ uuid }).catch((error) => pulumi.log.info(name + ": " + error.message));
  }));
  const cluster = getDatabaseClusterOutput({ uuid: config.require("databaseClusterUuid") });
  let deep = cluster.uri;
  for (let depth = 0; depth < 12; depth++) {
    deep = pulumi.secret(pulumi.output(deep).apply((uri) => uri));
  }
  return { ...stackOutputs(cluster), deep };
};
`;

const unreadable = /^ +at |node_modules|Unhandled|Warning|AVNS_|dop_v1|<html>|"password"/m;

describeWithEngine("a data function that fails", () => {
  const emulator = useEmulator();
  let project: Project;

  beforeAll(async () => {
    project = Project.create("errors", {
      program,
      config: {
        databaseClusterUuid: uuid,
        "digitalocean:apiEndpoint": emulator.url,
        "digitalocean:httpRetryWaitMin": "0.1",
        "digitalocean:httpRetryWaitMax": "0.1",
      },
      secretConfig: { "digitalocean:token": Emulator.token },
    });
    await project.up();
  });

  it.each<[string, { config?: [string, string?]; misbehaviour?: Misbehaviour }, RegExp]>([
    [
      "a wrong token",
      { config: ["digitalocean:token", "dop_v1_wrong"] },
      /does not accept the token \(401.*: `pulumi config set --secret digitalocean:token`/,
    ],
    ["no token", { config: ["digitalocean:token"] }, /no DigitalOcean token/],
    ["a path as the UUID", { config: ["databaseClusterUuid", "../../account"] }, /expected a UUID/],
    [
      "the status 429 for every try",
      { misbehaviour: failure(429, { "retry-after": "0" }) },
      /used up \(429 planted_id\) in 5 tries/,
    ],
    [
      "the status 500 for every try",
      { misbehaviour: failure(500) },
      /API fails \(500 planted_id\) in 5 tries/,
    ],
    [
      "no answer",
      { config: ["digitalocean:requestTimeoutSeconds", "0.5"], misbehaviour: () => undefined },
      /no answer from 127\.0\.0\.1:\d+ in \d tr(?:y|ies), within \d+\.\d s/,
    ],
  ])("is one line and keeps the stack outputs for %s", async (_, { config, misbehaviour }, line) => {
    const before = project.outputs();
    const restoreConfig = project.keepConfig();
    if (misbehaviour !== undefined) {
      emulator.misbehave(misbehaviour);
    }
    if (config?.[1] !== undefined) {
      project.setConfig(config[0], config[1], { secret: config[0].endsWith("token") });
    } else if (config !== undefined) {
      project.removeConfig(config[0]);
    }
    const { code, printed } = await project.run("up", "--yes", "--skip-preview");
    restoreConfig();

    expect(code).not.toBe(0);
    const { [diagnosticsOf.stack("errors")]: told = [], ...others } = diagnosticsIn(printed);
    expect(others).toEqual({});
    // Waiting for quota is shown as well.
    const lines = told.filter((text) => !/rate limit is reached; asking again in \d+ s\.$/.test(text));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^error: (database cluster [0-9a-f-]{36}|uuid): /);
    expect(lines[0]).toMatch(line);
    expect(printed).not.toMatch(unreadable);
    expect(project.outputs()).toEqual(before);
  });

  it("rejects its promise with the cause, which a program can catch", async () => {
    emulator.misbehave((request, response) => {
      const found = Object.values(caught).find(([id]) => id !== "" && request.url?.endsWith(`/${id}`));
      emulator.answer(request, response, found?.[1]);
    });
    const uuids = Object.fromEntries(Object.entries(caught).map(([name, [id]]) => [name, id]));
    project.setConfig("caught", JSON.stringify(uuids));
    const { printed } = await project.up();
    project.removeConfig("caught");
    const told = diagnosticsIn(printed)[diagnosticsOf.stack("errors")] ?? [];
    for (const [name, [, , message]] of Object.entries(caught)) {
      const lines = told.filter((line) => line.startsWith(`${name}: `));
      expect([name, lines.map((line) => line.slice(name.length + 2))]).toEqual([
        name,
        [expect.stringMatching(message)],
      ]);
    }
    expect(printed).not.toMatch(unreadable);
  });
});
