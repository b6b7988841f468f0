import type { IncomingMessage, ServerResponse } from "node:http";
import { inspect } from "node:util";
import { databaseCluster, engines } from "../../../testing/emulator/clusters";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { leaksIn } from "../leaks";
import { beginProgram, DigitalOceanProvider, setConfig } from "../pulumiProgram";
import { rejectionOf, thrownBy } from "../rejection";
import { failuresOf, seenAll } from "../seenOutput";
import { answering, namedPartFunctions, partFunctions, secretsIn } from "./partFunctions";

const canary = `dop_v1_${"c0ffee15900d0000".repeat(4)}`;

const emulator = useEmulator({ clusters: engines.map((engine) => databaseCluster(engine)) });
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  emulator.allow(canary);
  access = { token: canary, apiEndpoint: emulator.url };
  await beginProgram();
  // Failing lookups are not repeated here.
  setConfig({ "digitalocean:httpRetryMax": "0" });
});
afterAll(() => {
  setConfig({});
});

describe.each(partFunctions)("$name", (part) => {
  const secrets = [canary, "planted-secret", ...secretsIn(part.api)];

  it.each([
    { status: 401, id: "unauthorized", code: "unauthorized", says: "set a valid one there" },
    {
      ...{ status: 403, id: "forbidden", code: "forbidden" },
      says: "It came from the argument token; it needs the scope",
    },
    {
      ...{ status: 429, id: "too_many_requests", code: "too_many_requests" },
      says: "rate limit for the token is used up",
    },
    {
      ...{ status: 500, id: "server_error", code: "server_error" },
      says: "DigitalOcean's API fails (500 server_error)",
    },
    { status: 418, id: "teapot", code: "bad_request", says: "DigitalOcean refuses the request" },
  ])(
    "fails with $code and without a secret if the API answers $status",
    async ({ status, id, code, says }) => {
      emulator.misbehave((request: IncomingMessage, response: ServerResponse) => {
        response.writeHead(status, { "x-planted": "planted-secret" });
        const message = `planted-secret ${request.headers.authorization ?? ""} ${JSON.stringify(part.api)}`;
        response.end(JSON.stringify({ id, message }));
      });
      // After a 429, later lookups with the same token wait.
      const token = `dop_v1_${status}${"c0ffee15900d0".repeat(4)}`;
      const error = await rejectionOf(part.promised({ ...part.args, ...access, token }));
      expect(error).toMatchObject({ code, status, id, clusterUuid: part.args["clusterUuid"] });
      expect(error.message).toContain(says);
      expect(error.message).not.toMatch(/[\r\n]/);
      expect(error.attempts).toBeGreaterThanOrEqual(part.paths.length);
      expect(leaksIn(error, [token, ...secrets])).toEqual([]);
    },
  );

  it("says that another server answered if a 404 does not have the form of the API", async () => {
    emulator.misbehave({ status: 404, body: "<h1>planted-secret</h1>" });
    const error = await rejectionOf(part.promised({ ...part.args, ...access }));
    expect(error).toMatchObject({ code: "not_found", status: 404, id: undefined });
    expect(error.message).toMatch(
      /: a proxy, a gateway or another server answered for \S+, not DigitalOcean's API \(404\)\. Check digitalocean:apiEnd/,
    );
    expect(emulator.requests.map(({ path }) => path).sort()).toEqual([...part.paths].sort());
    expect(leaksIn(error, secrets)).toEqual([]);
  });

  it.each<[string, unknown, RegExp]>([
    ["an empty object", {}, /: 127\.0\.0\.1:\d+ does not answer like the DigitalOcean API: .*is missing/],
    ["an envelope with null", null, /is missing/],
    ["an envelope with a text", "planted-secret", /is not an object/],
    ["an envelope with a list", ["planted-secret"], /is not an object/],
  ])("fails with unexpected_response if the API answers with %s", async (_, inside, says) => {
    const body =
      inside !== null && Object.keys(inside as object).length === 0 ? {} : { [part.envelope]: inside };
    emulator.misbehave(answering(part, { status: 200, body }));
    const error = await rejectionOf(part.promised({ ...part.args, ...access }));
    expect(error).toMatchObject({ code: "unexpected_response", status: 200 });
    expect(error.message).toMatch(says);
    expect(error.message).toContain(part.envelope);
    expect(leaksIn(error, secrets)).toEqual([]);
  });

  const isNeeded = (member: string): boolean =>
    /^(name|user|password|certificate|basic_auth_\w+|(private_|standby_|standby_private_)?connection)$/.test(
      member,
    );

  it("fails with an error that names a needed value of the wrong type and does not show it", async () => {
    for (const [member, value] of Object.entries(part.api).filter(([name]) => isNeeded(name))) {
      // A text is wrong for an object, and an object for anything else.
      const isObject = typeof value === "object" && !Array.isArray(value);
      const wrong = isObject ? "planted-secret" : { text: "planted-secret" };
      const body = { [part.envelope]: { ...part.api, [member]: wrong } };
      emulator.misbehave(answering(part, { status: 200, body }));
      const error = await rejectionOf(part.promised({ ...part.args, ...access }));
      expect([member, error.code]).toEqual([member, "unexpected_response"]);
      expect(error.message).toContain(`${part.envelope}.${member} is not `);
      expect(leaksIn(error, secrets)).toEqual([]);
    }
  });

  it("leaves out details of the wrong type, with one warning that names them", async () => {
    const warn = jest.spyOn(console, "warn").mockReturnValue(undefined);
    const details = Object.entries(part.api).filter(([member]) => !isNeeded(member));
    const odd = details.map(([member, value]) => [
      member,
      typeof value === "object" && !Array.isArray(value) ? "planted-secret" : { text: "planted-secret" },
    ]);
    const body = {
      [part.envelope]: { ...part.api, ...(Object.fromEntries(odd) as Record<string, unknown>) },
    };
    emulator.misbehave(answering(part, { status: 200, body }));
    const found = await seenAll(part.outputs({ ...part.args, ...access }));
    const warnings = warn.mock.calls.map(([text]) => String(text));
    warn.mockRestore();
    expect(warnings).toHaveLength(details.length === 0 ? 0 : 1);
    for (const [member] of details) {
      expect(warnings[0]).toContain(member);
    }
    expect(leaksIn(warnings, ["planted-secret", ...secrets])).toEqual([]);
    expect(JSON.stringify(found)).not.toContain("planted-secret");
  });

  it("fails every property of the Output form with one error after one lookup", async () => {
    emulator.misbehave({ status: 401, body: { id: "unauthorized" } });
    const errors = await failuresOf(part.outputs({ ...part.args, ...access }));
    expect(errors).toHaveLength(Object.keys(part.fields).length);
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).toMatchObject({ code: "unauthorized" });
    expect(emulator.requests).toHaveLength(part.paths.length);
  });

  it("fails with missing_token and sends nothing without a token", async () => {
    const error = await rejectionOf(part.promised({ ...part.args, apiEndpoint: emulator.url }));
    expect(error).toMatchObject({
      code: "missing_token",
      attempts: 0,
      clusterUuid: part.args["clusterUuid"],
    });
    expect(error.message).toContain("pulumi config set --secret digitalocean:token");
    expect(emulator.requests).toEqual([]);
  });

  it("fails with invalid_argument and sends nothing if the Promise form is given a provider", async () => {
    const provider = new DigitalOceanProvider(`promise-${part.name}`, { token: canary });
    const error = await rejectionOf(part.promised({ ...part.args, ...access }, { provider }));
    expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
    expect(error.message).toContain(`which ${part.name} cannot wait for; use ${part.name}Output.`);
    expect(emulator.requests).toEqual([]);
  });

  it.each([null, 5, "text"])("fails with invalid_argument if the arguments are %j", async (wrong) => {
    const args = wrong as unknown as object;
    expect(await rejectionOf(part.promised(args))).toMatchObject({ code: "invalid_argument" });
    expect(thrownBy(() => part.outputs(args))).toMatchObject({ code: "invalid_argument" });
    expect(emulator.requests).toEqual([]);
  });
});

const ofClusters = partFunctions.filter(({ args }) => "clusterUuid" in args);
const wrongUuids = [undefined, null, "", "backend", "../account", 5, "postgresql://u:AVNS_x@h"];
const wrongNames = [
  undefined,
  null,
  "",
  ".",
  "..",
  "a\nb",
  "a\u0000b",
  "\ud800",
  "x".repeat(256),
  5,
  ["app"],
];

const wrongArgs = [
  ...ofClusters.flatMap((part) =>
    wrongUuids.map((value) => [part.name, "clusterUuid", inspect(value), value, part] as const),
  ),
  ...namedPartFunctions.flatMap((part) =>
    wrongNames.map((value) => [part.name, "name", inspect(value).slice(0, 9), value, part] as const),
  ),
];

it.each(wrongArgs)(
  "%s fails with invalid_argument and sends nothing if %s is %s",
  async (_, argument, _shown, value, part) => {
    const args = { ...part.args, ...access, [argument]: value };
    const [error, [ofOutput]] = await Promise.all([
      rejectionOf(part.promised(args)),
      failuresOf(part.outputs(args)),
    ]);
    expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
    expect(error.message).toMatch(new RegExp(`^${argument}: `));
    expect(error.message).not.toMatch(/AVNS|[\r\n]/);
    expect(ofOutput).toMatchObject({ code: "invalid_argument", message: error.message });
    expect(emulator.requests).toEqual([]);
  },
);
