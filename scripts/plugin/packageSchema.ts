// The Pulumi schema of the plugin, from the tables of src/plugin and the types and doc comments of the model.
import { defaultApiEndpoint, defaultLimits } from "../../src/api/settings";
import type { ApiLimits } from "../../src/api/settings";
import { clusterResource } from "../../src/plugin/clusterResource";
import { connectionResource } from "../../src/plugin/connectionResource";
import { pluginFunctions } from "../../src/plugin/functions";
import type { PluginFunction } from "../../src/plugin/functions";
import { configNames } from "../../src/plugin/pluginProvider";
import type { Resource } from "../../src/plugin/resource";
import {
  endpointVariable,
  limitVariable,
  pluginNamespace,
  tokenVariables,
} from "../../src/reads/configuration";
import type { Examples } from "./examples";
import { Model, objectSpec } from "./model";
import type { Member, PropertySpec } from "./model";

/** What package.json says. */
export interface PackageDescription {
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly license: string;
  readonly author: string;
  /** The public address of the project, once it has one. */
  readonly repository?: string;
  readonly homepage?: string;
}

const settings = "api/settings.ts";
const clusterInputs = [
  "plugin/clusterResource.ts#Inputs",
  "pulumi/resource/DatabaseCluster.ts#DatabaseClusterArgs",
];
const connectionInputs = [
  "plugin/connectionResource.ts#Inputs",
  "pulumi/stack/connectionFor.ts#ConnectionForOptions",
  "pulumi/resource/DatabaseCluster.ts#DatabaseClusterArgs",
];
const clusterOutputs = "reads/clusterShape.ts#ClusterProperties";
const connectionOutputs = "connection/connection.ts#ConnectionProperties";

/** Where the arguments and the results of the functions are. */
const functionPlaces: Readonly<Record<string, readonly [args: string, results: string]>> = {
  getDatabaseCluster: ["pulumi/functions/getDatabaseCluster.ts#GetDatabaseClusterArgs", clusterOutputs],
  getDatabaseCa: ["pulumi/functions/getDatabaseCa.ts#GetDatabaseCaArgs", "reads/ca.ts#CaProperties"],
};

const allPlaces = [
  ...[`${settings}#ApiLimits`, ...clusterInputs, ...connectionInputs, clusterOutputs, connectionOutputs],
  ...["connection/environment.ts#connectionEnvironment", ...Object.values(functionPlaces).flat()],
];

const prefix = `${pluginNamespace}:index:`;

/** The import path of the SDK for Go. Without an address it is the one that Pulumi would choose. */
export function goImportPath({ repository }: PackageDescription): string {
  const root = repository?.replace(/^https:\/\//, "") ?? `example.com/pulumi-${pluginNamespace}`;
  return `${root}/sdk/go/digitaloceandatabases`;
}

/** The names of the resources and functions. */
export const exampleNames = [clusterResource.name, connectionResource.name, ...Object.keys(pluginFunctions)];

/** The schema, as it is written. */
export function packageSchema(description: PackageDescription, examples: Examples): object {
  const model = new Model(prefix, [...new Set(allPlaces.map((place) => place.split("#", 1)[0] as string))]);
  const config = configSpec(model);
  const clusterOutput = (name: string, isSecret: boolean): Member =>
    model.member(name, isSecret, clusterOutputs);
  const connectionOutput = (name: string, isSecret: boolean): Member =>
    name === "environment"
      ? model.returned("connection/environment.ts", "connectionEnvironment", isSecret)
      : model.member(name, isSecret, connectionOutputs);
  const resources = [
    resourceSpec(clusterResource, model, clusterInputs, clusterOutput),
    resourceSpec(connectionResource, model, connectionInputs, connectionOutput),
  ];
  const functions = Object.entries(pluginFunctions).map(([name, called]) =>
    functionSpec(name, called, model),
  );
  const withText = (specs: readonly Named[]): object =>
    Object.fromEntries(
      specs.map(([name, spec]) => [prefix + name, { description: examples.describe(name), ...spec }]),
    );
  return {
    name: pluginNamespace,
    displayName: "DigitalOcean Databases",
    ...packageMembers(description),
    meta: { moduleFormat: "(.*)", supportPack: true },
    language: languages(description),
    config: { variables: config },
    provider: {
      description: "The account and the limits with which clusters are looked up.",
      inputProperties: config,
    },
    types: Object.fromEntries([...model.types].sort(([a], [b]) => (a < b ? -1 : 1))),
    resources: withText(resources),
    functions: withText(functions),
  };
}

type Named = readonly [name: string, spec: object];

function resourceSpec<Inputs extends object>(
  { name, inputs, secretInputs, replacing, fields }: Resource<Inputs>,
  model: Model,
  places: readonly string[],
  output: (name: string, isSecret: boolean) => Member,
): Named {
  const isListed = (list: readonly string[], input: string): boolean => list.includes(input);
  const given = Object.keys(inputs).map((input) => {
    const member = model.member(input, isListed(secretInputs, input), ...places);
    const spec = isListed(replacing, input)
      ? { ...member.spec, willReplaceOnChanges: true as const }
      : member.spec;
    return [input, { ...member, spec }] as const;
  });
  const found = Object.entries(fields).map(([field, { secret }]) => [field, output(field, secret)] as const);
  const { properties: inputProperties, required: requiredInputs } = objectSpec(Object.fromEntries(given));
  const { properties, required } = objectSpec(Object.fromEntries(found));
  return [name, { properties, required, inputProperties, requiredInputs }];
}

function functionSpec(name: string, { args, fields }: PluginFunction, model: Model): Named {
  const places = functionPlaces[name];
  if (places === undefined) {
    throw new Error(`scripts/plugin/packageSchema.ts does not know where the types of ${name} are`);
  }
  const [ofArgs, ofResults] = places;
  const inputs = Object.keys(args).map((arg) => [arg, model.member(arg, false, ofArgs)] as const);
  const outputs = Object.keys(fields).map((field) => [field, model.member(field, false, ofResults)] as const);
  return [
    name,
    { inputs: objectSpec(Object.fromEntries(inputs)), outputs: objectSpec(Object.fromEntries(outputs)) },
  ];
}

/** The config, and the inputs of an explicit provider. There is no default in it: SDKs would store it. */
function configSpec(model: Model): Readonly<Record<string, PropertySpec>> {
  const otherwise: Readonly<Record<string, string>> = {
    token: `By default from the environment variable ${tokenVariables.map((name) => `\`${name}\``).join(" or ")}.`,
    apiEndpoint: `By default from the environment variable \`${endpointVariable}\`, otherwise ${defaultApiEndpoint}.`,
    ...Object.fromEntries(
      (Object.keys(defaultLimits) as (keyof ApiLimits)[]).map((name) => [
        name,
        `By default from the environment variable \`${limitVariable(name)}\`, otherwise ${defaultLimits[name]}.`,
      ]),
    ),
  };
  return Object.fromEntries(
    Object.keys(configNames).map((name) => {
      const { spec } = model.member(
        name,
        name === "token",
        `${settings}#ApiSettings`,
        `${settings}#ApiLimits`,
      );
      return [name, { ...spec, description: `${spec.description} ${otherwise[name] ?? ""}`.trim() }];
    }),
  );
}

/** What the schema says as package.json does. Only GitHub's releases can be named as the place of the plugin. */
function packageMembers(description: PackageDescription): object {
  const { version, keywords, license, author, repository, homepage } = description;
  const [, project] = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+)$/.exec(repository ?? "") ?? [];
  return {
    ...{ version, description: description.description, keywords, license },
    // The SDK for .NET would otherwise say that Pulumi has made it.
    publisher: author,
    ...(homepage === undefined ? {} : { homepage }),
    ...(repository === undefined ? {} : { repository }),
    ...(project === undefined ? {} : { pluginDownloadURL: `github://api.github.com/${project}` }),
  };
}

/** What the SDKs of each language are like. The one for Node.js has another name than this package. */
function languages(description: PackageDescription): object {
  const respectSchemaVersion = true;
  const name = "digitaloceandatabases";
  return {
    csharp: { namespaces: { [pluginNamespace]: "DigitalOceanDatabases" }, respectSchemaVersion },
    go: {
      importBasePath: goImportPath(description),
      generateResourceContainerTypes: false,
      respectSchemaVersion,
    },
    java: { packages: { [pluginNamespace]: name } },
    nodejs: { packageName: `pulumi-${pluginNamespace}-plugin`, respectSchemaVersion },
    python: {
      packageName: "pulumi_digitalocean_databases",
      pyproject: { enabled: true },
      respectSchemaVersion,
    },
  };
}
