import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { issueServerCertificate } from "../../testing/certificates";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { Hunt } from "../leaks/hunt";
import { plantApi, plantToken } from "../leaks/plantedApi";
import { quotingApis } from "../leaks/quotingApi";
import { eventLogOf } from "./eventLog";
import { describeWithEngine, Project } from "./workspace";

/** Looks up in every namespace, in the way of its config. It lets the lookups fail, or logs the errors in full. */
const program = `
const pulumi = require("@pulumi/pulumi");
const { inspect } = require("node:util");
const { DatabaseCluster, getDatabaseCluster, getDatabaseClusterOutput } = require("pulumi-digitalocean-databases");
const config = new pulumi.Config();
const way = config.require("way");
const uuid = "${clusterUuid("pg")}";
// Not from the config, because the engine hides the secrets of the config itself.
const token = process.env.DIGITALOCEAN_TOKEN;
function endpointOf(namespace) {
  const settings = new pulumi.Config(namespace);
  return namespace === "login" ? settings.requireSecret("apiEndpoint") : settings.require("apiEndpoint");
}
async function careless() {
  const headers = { authorization: "Bearer " + token };
  const answer = await fetch(new pulumi.Config("unauthorized").require("apiEndpoint") + "/v2/databases", { headers });
  void pulumi.log.warn(await answer.text());
}
async function caught(configNamespace) {
  try {
    await getDatabaseCluster({ uuid, configNamespace, token });
  } catch (error) {
    const everything = inspect(error, { depth: Infinity, showHidden: true });
    const texts = [String(error), error.stack, JSON.stringify(error), everything, inspect(error.cause)];
    void pulumi.log.warn("caught " + configNamespace + ": " + error.code + " " + texts.join(" "));
    console.error(error);
    console.log(everything);
  }
}
module.exports = async () => {
  if (way === "careless") {
    return careless();
  }
  for (const configNamespace of config.requireObject("namespaces")) {
    if (way === "caught") {
      await caught(configNamespace);
    } else if (way === "outputs") {
      module.exports[configNamespace] = getDatabaseClusterOutput({ uuid, configNamespace, token }).uri;
    } else {
      new DatabaseCluster(configNamespace, { uuid, apiEndpoint: endpointOf(configNamespace) });
    }
  }
  const { ...outputs } = module.exports;
  return outputs;
};
`;

describeWithEngine("the CLI prints and stores no secret of lookups that fail", () => {
  const hunt = new Hunt();
  const token = plantToken(hunt, "token");
  const planted = plantApi(hunt);
  const apis = quotingApis(hunt.canaries.slice(0, 20).map(({ text }) => text.replaceAll(/[^ -~]/g, "")));
  const expected = new Map<string, string>(apis.map(({ name, code }) => [name, code]));
  let folder: string;
  let emulators: Emulator[];
  let tls: Server;
  let project: Project;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "leak-hunt-"));
    for (const name of ["state", "home", "temporary"]) {
      mkdirSync(join(folder, name));
    }
    const certificate = await issueServerCertificate();
    tls = createServer({ key: certificate.key, cert: certificate.certificate });
    await new Promise<void>((resolve) => tls.listen(0, "127.0.0.1", resolve));
    emulators = await Promise.all([...apis, undefined].map(() => Emulator.start(planted)));
    const endpoints: Record<string, string> = {};
    emulators.forEach((emulator, index) => {
      const api = apis[index];
      emulator.allow(token, ["database:read"]);
      if (api !== undefined) {
        emulator.misbehave(api.misbehaviour);
      }
      endpoints[api?.name ?? "withheld"] = emulator.url;
    });
    endpoints["tls"] = `https://localhost:${(tls.address() as AddressInfo).port}`;
    endpoints["login"] = `https://user:${token}@127.0.0.1`;
    expected
      .set("withheld", "credentials_withheld")
      .set("tls", "network_error")
      .set("login", "invalid_argument");
    project = Project.create("leaks-failures", {
      program,
      environment: {
        PULUMI_BACKEND_URL: `file://${folder}/state`,
        PULUMI_HOME: join(folder, "home"),
        TMPDIR: join(folder, "temporary"),
        PULUMI_DEBUG_COMMANDS: "true",
        DIGITALOCEAN_TOKEN: token,
        DIGITALOCEAN_HTTP_RETRY_MAX: "0",
        DIGITALOCEAN_REQUEST_TIMEOUT_SECONDS: "2",
      },
      config: {
        ...Object.fromEntries(Object.entries(endpoints).map(([name, url]) => [`${name}:apiEndpoint`, url])),
        namespaces: JSON.stringify([...expected.keys()]),
        way: "caught",
      },
    });
    // This is the only place where the token may be.
    project.setConfig("login:apiEndpoint", endpoints["login"], { secret: true });
  });

  afterAll(async () => {
    await Promise.all(emulators.map((emulator) => emulator.stop()));
    tls.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs the CLI. No canary may be in its output or in any file. */
  async function run(...args: string[]): Promise<{ code: number | null; printed: string }> {
    const path = `${folder}-events`;
    const { code, printed } = await project.run(...args, `--event-log=${path}`);
    expect(hunt.inValue(printed, args.join(" "))).toEqual([]);
    expect(hunt.inValue(eventLogOf(readFileSync(path, "utf8")).text, "the event log")).toEqual([]);
    rmSync(path);
    expect([...hunt.inFolder(folder), ...hunt.inFolder(project.folder)]).toEqual([]);
    return { code, printed };
  }

  it("if the program catches the errors and logs them in full", async () => {
    const { code, printed } = await run("preview", "--diff");
    for (const [name, expectedCode] of expected) {
      expect(printed).toContain(`caught ${name}: ${expectedCode} `);
    }
    expect(code).toBe(0);
    const asked = emulators.map(({ requests }) => requests[0]?.headers.authorization);
    expect(new Set(asked)).toEqual(new Set([`Bearer ${token}`]));
  });

  it.each(["outputs", "resources"])("if the program does not catch the errors of its %s", async (way) => {
    project.setConfig("way", way);
    for (const args of [
      ["preview", "--json"],
      ["up", "--yes", "--skip-preview", "--diff", "--continue-on-error"],
    ]) {
      const { code, printed } = await run(...args);
      expect(code).not.toBe(0);
      expect(printed).toMatch(/database cluster 5a1e0000/);
    }
  });

  it("unless the program itself logs such an answer, which the hunt finds", async () => {
    project.setConfig("way", "careless");
    const path = `${folder}-careless`;
    const { printed } = await project.run("preview", `--event-log=${path}`);
    for (const text of [printed, eventLogOf(readFileSync(path, "utf8")).text]) {
      const found = hunt.inValue(text).map(({ canary }) => canary);
      expect(found).toContain("token");
      expect(new Set(found).size).toBeGreaterThan(10);
    }
    rmSync(path);
  });
});
