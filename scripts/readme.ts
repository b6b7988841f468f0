// Writes the generated tables of README.md: secrecy, settings, connections, reads, outputs and figures.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { clusterBody } from "../src/reads/clusterShape";
import { defaultApiEndpoint, defaultLimits } from "../src/api/settings";
import type { ApiLimits } from "../src/api/settings";
import { limitVariable } from "../src/reads/configuration";
import { caRead } from "../src/reads/ca";
import { connectionPoolRead } from "../src/reads/connectionPool";
import { metricsCredentialsRead } from "../src/reads/metricsCredentials";
import { replicaRead } from "../src/reads/replica";
import { userRead } from "../src/reads/user";
import { describeCluster } from "../src/reads/clusterShape";
import { connectionEnvironment } from "../src/connection/environment";
import { clusterFields, clusterProperties } from "../src/reads/secrecy";
import type { ClusterProperty, Field } from "../src/reads/secrecy";
import { connectionUri } from "../src/connection/uri";
import { clusterExport, stackOutputName } from "../src/pulumi/stack/stackOutputs";
import { databaseCluster } from "../testing/emulator/clusters";
import type { Figure } from "../testing/figures/figure";
import figures from "./bench/figures.json";
import { tableOf } from "../testing/figures/table";

const path = join(__dirname, "..", "README.md");

/** The README with tables generated from the code. */
async function readmeWithTables(): Promise<string> {
  const sections: Record<string, string> = {
    secrecy: secrecyTable(),
    settings: settingsTable(),
    connections: connectionsTable(),
    reads: readsTable(),
    outputs: outputsTable(),
    figures: figuresTable(),
  };
  let text = readFileSync(path, "utf8");
  for (const [name, content] of Object.entries(sections)) {
    const section = new RegExp(`(<!-- begin: ${name},[^>]*-->\\n)[^]*?(<!-- end: ${name} -->)`);
    if (!section.test(text)) {
      throw new Error(`README.md has no section ${name}`);
    }
    text = text.replace(section, (_, begin: string, end: string) => `${begin}${content}${end}`);
  }
  return format(text, { parser: "markdown", printWidth: 110 });
}

function secrecyTable(): string {
  const list = (include: (property: ClusterProperty) => boolean): string =>
    clusterProperties
      .filter(include)
      .map((property) => `\`${property}\``)
      .join(", ");
  return [
    "",
    "| | properties of a cluster |",
    "| --- | --- |",
    `| secret, exported by \`stackOutputs\` | ${list((name) => clusterFields[name].secret && clusterFields[name].exported)} |`,
    `| secret, exported if \`properties\` names them | ${list((name) => clusterFields[name].secret && !clusterFields[name].exported)} |`,
    `| public | ${list((name) => !clusterFields[name].secret)} |`,
    "",
    "",
  ].join("\n");
}

/** The results of the data functions other than `getDatabaseCluster`. */
function readsTable(): string {
  const rows = [caRead, userRead, connectionPoolRead, replicaRead, metricsCredentialsRead].map(
    ({ name, fields }) => {
      const words = (secret: boolean): string =>
        Object.entries<Field>(fields)
          .filter(([, field]) => field.secret === secret)
          .map(([property]) => `\`${property}\``)
          .join(", ");
      return `| \`${name}\` | ${words(false)} | ${words(true)} |`;
    },
  );
  return ["", "| function | public | secret |", "| --- | --- | --- |", ...rows, "", ""].join("\n");
}

/** The names of the stack outputs, grouped by type and secrecy. Clusters with all fields show the types. */
function outputsTable(): string {
  const clusters = (["pg", "kafka", "opensearch"] as const).map((engine) =>
    describeCluster(clusterBody({ database: databaseCluster(engine) }, "").database, ""),
  );
  const kinds = new Map<string, string[]>();
  for (const property of clusterProperties) {
    const { secret, exported } = clusterFields[property];
    const value = clusters.map((cluster) => cluster[property]).find((held) => held !== undefined);
    const kind = Array.isArray(value) ? "list" : typeof value === "string" ? "text" : typeof value;
    const row = `${kind} | ${secret ? "secret" : "readable"} | ${exported ? "yes" : "if `properties` names it"}`;
    kinds.set(row, [...(kinds.get(row) ?? []), `\`${stackOutputName(clusterExport.prefix, property)}\``]);
  }
  const rows = [...kinds].map(([row, names]) => `| ${names.join(", ")} | ${row} |`);
  return ["", "| output | value | secrecy | exported |", "| --- | --- | --- | --- |", ...rows, "", ""].join(
    "\n",
  );
}

/** The results of `connectionFor` and `connectionEnv` for each engine. */
function connectionsTable(): string {
  const engines = [
    ["PostgreSQL", "pg", "advanced_pg"],
    ["MySQL", "mysql", "advanced_mysql"],
    ["Redis", "redis"],
    ["Valkey", "valkey"],
    ["MongoDB", "mongodb"],
    ["Kafka", "kafka"],
    ["OpenSearch", "opensearch"],
    ["any other", "other"],
  ] as const;
  const rows = engines.map(([name, ...words]) => {
    const [engine] = words;
    const withDatabase = engine === "pg" || engine === "mysql" || engine === "mongodb" || engine === "other";
    const parts = {
      ...{ engine, host: "host", port: 25060, user: "user", password: "password", ssl: true },
      database: withDatabase ? "database" : undefined,
    };
    const uri = engine === "other" ? undefined : connectionUri(parts);
    const variables = Object.keys(connectionEnvironment({ ...parts, uri: uri ?? "", caFile: undefined }));
    const caFile = "ca.pem";
    const added = withCaFile(parts, caFile, variables);
    const engineWords = engine === "other" ? "" : ` (${words.map((word) => `\`${word}\``).join(", ")})`;
    return (
      `| ${name}${engineWords} | ${uri === undefined ? "the API's own text" : `\`${uri}\``} | ` +
      `${variables.map((variable) => `\`${variable}\``).join(", ")} | ${added} |`
    );
  });
  return [
    "",
    "| engine | `uri` | variables | with `caFile` |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    "",
  ].join("\n");
}

/** The changes that `caFile` makes to the URI and the variables of an engine. */
function withCaFile(
  parts: Parameters<typeof connectionUri>[0],
  caFile: string,
  variables: readonly string[],
): string {
  if (parts.engine === "other") {
    return "refused";
  }
  const before = connectionUri(parts);
  const uri = connectionUri({ ...parts, caFile });
  const options = new URL(uri, "kafka://").search.slice(1);
  const environment = connectionEnvironment({ ...parts, uri, caFile });
  const changed = Object.keys(environment).filter(
    (name) => !variables.includes(name) || name === "PGSSLMODE",
  );
  return [...(uri === before ? [] : [options]), ...changed].map((text) => `\`${text}\``).join(", ");
}

const limitMeanings: Record<keyof ApiLimits, string> = {
  httpRetryMax: "retries after a failed try (no connection, no answer, 429, 5xx)",
  httpRetryWaitMin:
    "shortest wait before a retry, or before `waitForOnline` looks again, in seconds; it doubles each time",
  httpRetryWaitMax: "longest such wait, in seconds",
  requestTimeoutSeconds: "limit for one try, in seconds",
  deadlineSeconds: "limit for all tries of a lookup, in seconds; waits for the API's quota do not count",
  quotaWaitSeconds:
    "longest wait for the API's quota (429), in seconds; the wait is shown, and if it would be longer, the lookup fails at once",
  listThreshold:
    "if at least so many clusters are looked up by UUID at about the same time, the list of all clusters is read instead, provided it takes fewer requests; 0: never",
};

function settingsTable(): string {
  const names = Object.keys(defaultLimits) as (keyof ApiLimits)[];
  const limits = names.map(
    (name) =>
      `| \`digitalocean:${name}\` | \`${limitVariable(name)}\` | ${defaultLimits[name]} | ${limitMeanings[name]} |`,
  );
  return [
    "",
    "| config key | environment | default | what it is |",
    "| --- | --- | --- | --- |",
    "| `digitalocean:token` | `DIGITALOCEAN_TOKEN`, `DIGITALOCEAN_ACCESS_TOKEN` | | API token; set it with `--secret` |",
    `| \`digitalocean:apiEndpoint\` | \`DIGITALOCEAN_API_URL\` | \`${defaultApiEndpoint}\` | https, or http to a loopback address |`,
    ...limits,
    "",
    "",
  ].join("\n");
}

/** The figures that `npm run bench -- --keep` has stored and that have a bound. */
function figuresTable(): string {
  const reached = (figures as readonly Figure[]).filter(({ atMost }) => atMost !== undefined);
  return ["", tableOf(reached), "", ""].join("\n");
}

/** Writes the README. With `--check` it only fails if the README would change. */
async function main(): Promise<void> {
  const text = await readmeWithTables();
  if (!process.argv.includes("--check")) {
    writeFileSync(path, text);
  } else if (text !== readFileSync(path, "utf8")) {
    console.error("README.md is out of date: run `npm run format`");
    process.exitCode = 1;
  }
}

void main();
