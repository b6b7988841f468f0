import { databaseCluster, databaseConnection } from "../../testing/emulator/clusters";
import type { Cluster, Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { isShortcut } from "../../src/connection/connection";
import { clusterFields, clusterProperties } from "../../src/reads/secrecy";
import { stackOutputName } from "../../src/pulumi/stack/stackOutputs";
import { leaksIn } from "../unit/leaks";
import { expectedProperty, secretTexts } from "./expectedCluster";
import { clusterInState, createResourceProject, diagnosticsIn } from "./resourceProject";
import type { Project } from "./workspace";
import { isEncrypted, resourcesIn, stateOutputs } from "./state";
import { backendText, describeWithEngine, repository } from "./workspace";

const program = `
const pulumi = require("@pulumi/pulumi");
const { connectionEnv, connectionFor, DatabaseCluster, stackOutputs } = require("pulumi-digitalocean-databases");
const config = new pulumi.Config();
const properties = ${JSON.stringify(clusterProperties)};
const database = new DatabaseCluster("database", { uuid: config.require("databaseUuid") });
const cache = new DatabaseCluster("cache", {
  uuid: config.require("cacheUuid"),
  configNamespace: "other-account",
  apiEndpoint: config.require("otherEndpoint"),
  requireCredentials: true,
});
const connection = connectionFor(database, { network: "private" });
module.exports = {
  ...stackOutputs(database, { prefix: "database", properties }),
  ...stackOutputs(cache, { prefix: "cache", properties }),
  connectionUri: connection.uri, connectionEngine: connection.engine, environment: connectionEnv(connection),
  rotated: pulumi.unsecret(database.password).apply((password) => password.includes("rotated")),
};
`;

describeWithEngine("a program with DatabaseCluster resources", () => {
  let project: Project;
  let printed = "";
  // Redis and Valkey have no users and no database.
  const [database, cache] = [databaseCluster("pg"), databaseCluster("valkey")];
  const clusters: Readonly<Record<string, Cluster>> = { database, cache };
  const emulator = useEmulator({ clusters: Object.values(clusters) });
  const secrets = Object.values(clusters).flatMap(secretTexts);
  const otherToken = "dop_v1_planted-of-the-other-account";
  /** The arguments that are in the state, which a refresh uses. */
  const inputs: Readonly<Record<string, readonly string[]>> = {
    database: [],
    cache: ["apiEndpoint", "configNamespace", "requireCredentials"],
  };

  /** Runs the CLI, and keeps what it printed for the search for secrets. */
  async function run(...args: string[]): Promise<string> {
    const result = await project.run(...args);
    printed += result.printed;
    expect([args, result.code, result.printed]).toEqual([args, 0, result.printed]);
    return result.printed;
  }

  /** What a preview and an update print in one command. */
  async function previewAndUpdate(): Promise<{ readonly preview: string; readonly update: string }> {
    const shown = await run("up", "--yes", "--diff");
    const [preview = "", update = "", ...others] = shown.split(/(?<=^Resources:\n(?: {4}.*\n)+)/m);
    expect(others).toHaveLength(1);
    return { preview, update };
  }

  beforeAll(() => {
    project = createResourceProject("resource-lookup", emulator, {
      program,
      config: { databaseUuid: database.id, cacheUuid: cache.id, otherEndpoint: emulator.url },
      secretConfig: { "other-account:token": otherToken },
    });
    emulator.allow(otherToken);
  });

  afterEach(() => {
    const paths = new Set(emulator.requests.map(({ method, path }) => `${method} ${path}`));
    for (const { id } of Object.values(clusters)) {
      paths.delete(`GET /v2/databases/${id}`);
    }
    expect([...paths]).toEqual([]);
  });

  it("has every property with its value and the secrecy of the table, in the first preview and in the update", async () => {
    const { preview } = await previewAndUpdate();
    expect(preview).toMatch(/databaseRegion +: "nyc3"/);
    expect(preview).toMatch(/cacheVersion +: "8"/);
    expect(preview).toMatch(/databaseUri +: \[secret\]/);
    expect(preview).toMatch(/rotated +: false/);
    expect(preview).not.toMatch(/unknown|output<|warning/);
    const outputs = project.outputs();
    for (const [prefix, cluster] of Object.entries(clusters)) {
      for (const property of clusterProperties) {
        expect([prefix, property, outputs[stackOutputName(prefix, property)]]).toEqual([
          prefix,
          property,
          { value: expectedProperty(cluster, property), secret: clusterFields[property].secret },
        ]);
      }
    }
  });

  it("makes secret connections and environments of the resource", () => {
    const outputs = project.outputs();
    const { uri, host, password } = database["private_connection"] as Connection;
    expect(outputs["connectionUri"]).toEqual({ value: uri, secret: true });
    expect(outputs["connectionEngine"]).toEqual({ value: "pg", secret: false });
    expect(outputs["environment"]).toEqual({
      value: expect.objectContaining({ PGHOST: host, PGPASSWORD: password, DATABASE_URL: uri }) as unknown,
      secret: true,
    });
  });

  it("has in the state what was read, external, and encrypted what is secret", () => {
    const state = project.state();
    const exported = stateOutputs(state);
    for (const [name, cluster] of Object.entries(clusters)) {
      const resource = clusterInState(state, name);
      expect(resource).toMatchObject({ external: true, id: cluster.id });
      expect(Object.keys(resource?.inputs ?? {}).sort()).toEqual(["__provider", ...(inputs[name] ?? [])]);
      for (const property of clusterProperties.filter((each) => each !== "id")) {
        const { secret } = clusterFields[property];
        const value = resource?.outputs?.[property];
        const output = exported[stackOutputName(name, property)];
        // What a connection holds is stored there, and not a second time.
        const isStored = !isShortcut(property);
        expect([name, property, property in (resource?.outputs ?? {})]).toEqual([name, property, isStored]);
        expect([name, property, isEncrypted(value), isEncrypted(output)]).toEqual([
          name,
          property,
          secret && isStored && expectedProperty(cluster, property) !== null,
          secret,
        ]);
        if (!secret) {
          expect([name, property, value ?? null]).toEqual([
            name,
            property,
            expectedProperty(cluster, property),
          ]);
        }
      }
    }
    expect(isEncrypted(exported["environment"])).toBe(true);
  });

  it("has in the state a short text without paths for the provider, and the token encrypted", () => {
    const resources = resourcesIn(project.state());
    const texts = new Set<string>();
    for (const { inputs, outputs } of resources.filter(({ external }) => external === true)) {
      texts.add(String(inputs?.["__provider"])).add(String(outputs?.["__provider"]));
    }
    const [text = "", ...others] = texts;
    expect(others).toEqual([]);
    expect(text).toContain("pulumi-digitalocean-databases/dynamic");
    expect(text.length).toBeLessThanOrEqual(850);
    expect(text).not.toMatch(/node_modules|dist|["'`]\.?\/\w|[A-Z]:\\/);
    for (const folder of [project.folder, repository]) {
      expect(text).not.toContain(folder);
    }
    const provider = resources.find(({ type }) => type === "pulumi:providers:pulumi-nodejs");
    for (const values of [provider?.inputs, provider?.outputs]) {
      expect(isEncrypted(values?.["digitalocean:token"])).toBe(true);
      expect(isEncrypted(values?.["other-account:token"])).toBe(true);
    }
  });

  it("changes nothing in a refresh, the next preview and the next update", async () => {
    expect(await run("refresh", "--yes", "--skip-preview", "--expect-no-changes")).toContain("3 unchanged");
    const again = await run("up", "--yes", "--diff", "--expect-no-changes");
    expect(again.match(/Resources:\n +1 unchanged\n/g)).toHaveLength(2);
    expect(again).not.toMatch(/^ *[+~-] |warning/m);
    expect(emulator.requests).toHaveLength(6);
    for (const { path, headers } of emulator.requests) {
      const token = path.endsWith(database.id) ? Emulator.token : otherToken;
      expect(headers.authorization).toBe(`Bearer ${token}`);
    }
  });

  it("has a rotated password in the next preview, and in the next update", async () => {
    const rotated = databaseConnection("pg", {
      ...(database["connection"] as Connection),
      password: "AVNS_rotated/planted",
    });
    database["connection"] = rotated;
    secrets.push(...secretTexts(database));
    const { preview } = await previewAndUpdate();
    expect(preview).toMatch(/~ rotated *: false => true/);
    expect(project.outputs()).toMatchObject({
      databasePassword: { value: "AVNS_rotated/planted", secret: true },
      databaseUri: { value: rotated.uri, secret: true },
    });
  });

  it("warns of a token in plaintext, with the command that encrypts it", async () => {
    const restoreConfig = project.keepConfig();
    project.setConfig("digitalocean:token", Emulator.token);
    const { code, printed: shown } = await project.run("preview");
    restoreConfig();
    expect(code).toBe(0);
    expect(Object.values(diagnosticsIn(shown))).toEqual([
      [expect.stringMatching(/^warning: .* plaintext.*`pulumi config set --secret digitalocean:token`/)],
    ]);
    expect(await run("preview", "--json")).not.toContain("warning");
  });

  it("shows no secret in any display, state or history", async () => {
    for (const args of [["stack"], ["stack", "output", "--json"], ["stack", "export"]]) {
      await run(...args);
    }
    const kept = backendText();
    expect(kept.match(/"kind": ?"update"/g)?.length).toBeGreaterThan(2);
    for (const text of [printed, kept]) {
      expect(text).toContain("nyc3");
      expect(leaksIn(text, [Emulator.token, otherToken, ...secrets])).toEqual([]);
    }
    expect(secrets.length).toBeGreaterThan(20);
  });

  it("sends no request when the stack is destroyed", async () => {
    await run("destroy", "--yes", "--skip-preview");
    expect(emulator.requests).toEqual([]);
  });
});
