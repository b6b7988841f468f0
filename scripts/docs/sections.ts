// The parts of the guides that are generated from the code.
import { defaultApiEndpoint, defaultLimits } from "../../src/api/settings";
import type { ApiLimits } from "../../src/api/settings";
import { connectionEnvironment } from "../../src/connection/environment";
import { connectionUri } from "../../src/connection/uri";
import { pluginFunctions } from "../../src/plugin/functions";
import { pluginResources } from "../../src/plugin/pluginProvider";
import { clusterExport, stackOutputName } from "../../src/pulumi/stack/stackOutputs";
import { caRead } from "../../src/reads/ca";
import { clusterBody, describeCluster } from "../../src/reads/clusterShape";
import {
  endpointVariable,
  limitVariable,
  pluginNamespace,
  tokenVariables,
} from "../../src/reads/configuration";
import { connectionPoolRead } from "../../src/reads/connectionPool";
import { metricsCredentialsRead } from "../../src/reads/metricsCredentials";
import { replicaRead } from "../../src/reads/replica";
import { clusterFields, clusterProperties } from "../../src/reads/secrecy";
import type { Field } from "../../src/reads/secrecy";
import { userRead } from "../../src/reads/user";
import * as description from "../../package.json";
import { databaseCluster } from "../../testing/emulator/clusters";
import type { Figure } from "../../testing/figures/figure";
import { tableOf } from "../../testing/figures/table";
import { runtimes } from "../../testing/runtimes";
import figures from "../bench/figures.json";
import { docstringOf, meaningsOf } from "./docstrings";

/** The sections by page and name, each as Markdown. */
export const sections: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  "SECURITY.md": { reporting },
  "docs/lookups.md": { cluster: clusterTable, reads: readsList },
  "docs/connections.md": { connections: connectionsList },
  "docs/stack-outputs.md": { outputs: outputsList },
  "docs/other-languages.md": { installation, plugin: pluginList },
  "docs/secrets.md": { secrecy: secrecyList },
  "docs/configuration.md": { settings: settingsList },
  "docs/errors.md": {
    errors: () => docstringOf("errors.ts", "DigitalOceanApiErrorCode").split("\n\n")[1] ?? "",
  },
  "docs/performance.md": { figures: figuresTable, runtimes: runtimesList },
};

/** How to report a vulnerability. `repository` in package.json is the only place that knows the project's address. */
function reporting(): string {
  const { repository } = description as { readonly repository?: string };
  return repository === undefined
    ? "Report a vulnerability privately to the people from whom you have the package: it has no public address yet."
    : `Report a vulnerability privately: [${repository}/security/advisories/new](${repository}/security/advisories/new).`;
}

const code = (text: string): string => `\`${text}\``;

/** Words with commas between them, in lines of about 100 characters. */
function wrapped(beginning: string, words: readonly string[]): string {
  const lines = [beginning];
  words.forEach((word, index) => {
    const text = index === words.length - 1 ? word : `${word},`;
    const line = lines.at(-1) ?? "";
    if (line.length + text.length > 100) {
      lines.push(`  ${text}`);
    } else {
      lines[lines.length - 1] = `${line} ${text}`;
    }
  });
  return lines.join("\n");
}

function clusterTable(): string {
  const meanings = meaningsOf("reads/clusterShape.ts", "ClusterProperties", "Shortcuts");
  return [
    "| property | | what it is |",
    "| --- | --- | --- |",
    ...clusterProperties.map(
      (name) =>
        `| ${code(name)} | ${clusterFields[name].secret ? "secret" : ""} | ${meanings.get(name) ?? ""} |`,
    ),
  ].join("\n");
}

/** The results of the data functions other than `getDatabaseCluster`. */
function readsList(): string {
  const reads = [
    [caRead, "({ clusterUuid })", "the CA certificate"],
    [userRead, "({ clusterUuid, name })", "a user"],
    [connectionPoolRead, "({ clusterUuid, name })", "a connection pool (PostgreSQL)"],
    [replicaRead, "({ clusterUuid, name })", "a read-only replica"],
    [metricsCredentialsRead, "()", "the login for the metrics of all clusters"],
  ] as const;
  return reads
    .map(([{ name, fields }, args, meaning]) =>
      [`- **${code(name + args)}**: ${meaning}.`, ...fieldLists(fields)].join("\n\n"),
    )
    .join("\n\n");
}

/** The public and the secret ones of some fields. */
function fieldLists(fields: Readonly<Record<string, Field>>): string[] {
  const words = (secret: boolean): string[] =>
    Object.entries(fields)
      .filter(([, field]) => field.secret === secret)
      .map(([property]) => code(property));
  return [
    ...(words(false).length === 0 ? [] : [wrapped("  Public:", words(false))]),
    ...(words(true).length === 0 ? [] : [wrapped("  Secret:", words(true))]),
  ];
}

/** How to install the plugin. If the project is at GitHub, Pulumi can download it from there. */
function installation(): string {
  const { version, repository = "" } = description as {
    readonly version: string;
    readonly repository?: string;
  };
  const install = `pulumi plugin install resource ${pluginNamespace} ${version}`;
  const shell = (command: string): string => `\`\`\`sh\n${command}\n\`\`\``;
  const tarball = `pulumi-resource-${pluginNamespace}-v${version}-linux-amd64.tar.gz`;
  const fromFile = shell(`${install} \\\n  --file ${tarball}`);
  const [, project] = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+)$/.exec(repository) ?? [];
  const paragraphs =
    project === undefined
      ? [
          "The project has no public address yet, so the plugin is installed from a file. `npm run plugin` in this\n" +
            "repository writes a tarball for each platform into the folder `plugin`:",
          fromFile,
        ]
      : [
          shell(`${install} --server github://api.github.com/${project}`),
          "A generated SDK has this address: where a program uses one, Pulumi downloads the plugin by itself.\n" +
            `Each [release](${repository}/releases) has a tarball for each platform, to install from a file:`,
          fromFile,
        ];
  return paragraphs.join("\n\n");
}

/** The resources and functions of the plugin. */
function pluginList(): string {
  const meanings: Readonly<Record<string, string>> = {
    DatabaseCluster: "a cluster",
    DatabaseConnection: "one connection of a cluster, a pool or a replica, as one user",
    getDatabaseCluster: "a cluster by its UUID or its name, without its connections",
    getDatabaseCa: "the CA certificate",
  };
  const names = (inputs: object): string[] => Object.keys(inputs).map(code);
  return [
    ...pluginResources.map(
      ({ name, inputs, fields }) => ["Resource", name, "Inputs", inputs, fields] as const,
    ),
    ...Object.entries(pluginFunctions).map(
      ([name, { args, fields }]) => ["Function", name, "Arguments", args, fields] as const,
    ),
  ]
    .map(([kind, name, title, inputs, fields]) =>
      [
        `- ${kind} **${code(name)}**: ${meanings[name] ?? ""}.`,
        wrapped(`  ${title}:`, names(inputs)),
        ...fieldLists(fields),
      ].join("\n\n"),
    )
    .join("\n\n");
}

/** The names of the stack outputs, grouped by type and secrecy. Clusters with all properties show the types. */
function outputsList(): string {
  const clusters = (["pg", "kafka", "opensearch"] as const).map((engine) =>
    describeCluster(clusterBody({ database: databaseCluster(engine) }, "").database, ""),
  );
  const kinds = new Map<string, string[]>();
  for (const property of clusterProperties) {
    const { secret, exported } = clusterFields[property];
    const value = clusters.map((cluster) => cluster[property]).find((known) => known !== undefined);
    const kind = Array.isArray(value) ? "lists" : typeof value === "string" ? "texts" : `${typeof value}s`;
    const title = `${secret ? "Secret" : "Readable"} ${kind}${exported ? "" : ", exported if `properties` names them"}:`;
    kinds.set(title, [...(kinds.get(title) ?? []), code(stackOutputName(clusterExport.prefix, property))]);
  }
  return [...kinds].map(([title, names]) => wrapped(`- ${title}`, names)).join("\n");
}

function secrecyList(): string {
  const names = (isMeant: (field: Field & { readonly exported: boolean }) => boolean): string[] =>
    clusterProperties.filter((name) => isMeant(clusterFields[name])).map(code);
  return [
    wrapped(
      "- Secret, exported by `stackOutputs`:",
      names(({ secret, exported }) => secret && exported),
    ),
    wrapped(
      "- Secret, exported if `properties` names them:",
      names(({ secret, exported }) => secret && !exported),
    ),
    wrapped(
      "- Public:",
      names(({ secret }) => !secret),
    ),
  ].join("\n");
}

/** The results of `connectionFor` and `connectionEnv` for each engine. */
function connectionsList(): string {
  const engines = [
    ["PostgreSQL", "pg", "advanced_pg"],
    ["MySQL", "mysql", "advanced_mysql"],
    ["Redis", "redis"],
    ["Valkey", "valkey"],
    ["MongoDB", "mongodb"],
    ["Kafka", "kafka"],
    ["OpenSearch", "opensearch"],
    ["Any other engine", "other"],
  ] as const;
  return engines
    .map(([name, ...words]) => {
      const [engine] = words;
      const withDatabase = ["pg", "mysql", "mongodb", "other"].includes(engine);
      const parts = {
        ...{ engine, host: "host", port: 25060, user: "user", password: "password", ssl: true },
        database: withDatabase ? "database" : undefined,
      };
      const uri = engine === "other" ? undefined : connectionUri(parts);
      const variables = Object.keys(connectionEnvironment({ ...parts, uri: uri ?? "", caFile: undefined }));
      return [
        `**${name}**${engine === "other" ? "" : ` (${words.map(code).join(", ")})`}`,
        [
          `- URI: ${uri === undefined ? "the API's own text" : code(uri)}`,
          wrapped("- Variables:", variables.map(code)),
          wrapped("- With `caFile`:", withCaFile(parts, "ca.pem", variables)),
        ].join("\n"),
      ].join("\n\n");
    })
    .join("\n\n");
}

/** The changes that `caFile` makes to the URI and the variables of an engine. */
function withCaFile(
  parts: Parameters<typeof connectionUri>[0],
  caFile: string,
  variables: readonly string[],
): string[] {
  if (parts.engine === "other") {
    return ["refused"];
  }
  const before = connectionUri(parts);
  const uri = connectionUri({ ...parts, caFile });
  const options = new URL(uri, "kafka://").search.slice(1);
  const environment = connectionEnvironment({ ...parts, uri, caFile });
  const changed = Object.keys(environment).filter(
    (name) => !variables.includes(name) || name === "PGSSLMODE",
  );
  return [...(uri === before ? [] : [options]), ...changed].map(code);
}

function settingsList(): string {
  const setting = (key: string, variables: readonly string[], fallback: string, meaning: string): string =>
    `- ${code(`digitalocean:${key}`)}, or ${variables.map(code).join(" or ")}` +
    `${fallback === "" ? "" : `; default ${code(fallback)}`}.\n  ${meaning}`;
  const names = Object.keys(defaultLimits) as (keyof ApiLimits)[];
  const meanings = meaningsOf("api/settings.ts", "ApiLimits");
  return [
    setting("token", tokenVariables, "", "The API token. Set it with `--secret`."),
    setting(
      "apiEndpoint",
      [endpointVariable],
      defaultApiEndpoint,
      "The address of the API: https, or http to a loopback address.",
    ),
    ...names.map((name) =>
      setting(name, [limitVariable(name)], String(defaultLimits[name]), meanings.get(name) ?? ""),
    ),
  ].join("\n");
}

/** The figures that `npm run bench -- --keep` has stored and that have a bound. */
function figuresTable(): string {
  return tableOf((figures as readonly Figure[]).filter(({ atMost }) => atMost !== undefined));
}

function runtimesList(): string {
  const names = runtimes.map(({ name, version }) => `${name === "node" ? "Node.js" : "Bun"} ${version}`);
  const { peerDependencies, devDependencies } = description;
  const sdks = [peerDependencies["@pulumi/pulumi"].replace("^", ""), devDependencies["@pulumi/pulumi"]];
  return [
    "| what | versions | tests |",
    "| --- | --- | --- |",
    `| the packed package with the real CLI | ${names.join(", ")} | all of them: \`test/runtimes\` |`,
    `| \`@pulumi/pulumi\` | ${sdks.join(" (the oldest supported), ")} | \`test/package\` |`,
    "| package managers | npm, pnpm, Yarn Plug'n'Play | `test/package`, `test/runtimes` |",
    "| operating system | Linux | all |",
  ].join("\n");
}
