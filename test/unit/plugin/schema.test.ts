// The schema of the plugin: it is what the generator writes, and it keeps secret what the table of secrecy says.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { clusterResource } from "../../../src/plugin/clusterResource";
import { connectionResource } from "../../../src/plugin/connectionResource";
import { pluginFunctions } from "../../../src/plugin/functions";
import { configNames } from "../../../src/plugin/pluginProvider";
import * as json from "../../../src/plugin/schema.json";
import * as secrecy from "../../../src/reads/secrecy";
import type { Field } from "../../../src/reads/secrecy";

interface Property {
  readonly description?: string;
  readonly secret?: boolean;
  readonly willReplaceOnChanges?: boolean;
}

type Properties = Readonly<Record<string, Property>>;

interface Described {
  readonly description?: string;
}

interface ObjectType extends Described {
  readonly properties: Properties;
}

interface Schema {
  readonly config: { readonly variables: Properties };
  readonly provider: { readonly inputProperties: Properties };
  readonly types: Readonly<Record<string, ObjectType>>;
  readonly resources: Readonly<Record<string, ObjectType & { readonly inputProperties: Properties }>>;
  readonly functions: Readonly<Record<string, Described & Record<"inputs" | "outputs", ObjectType>>>;
}

const schema = json as unknown as Schema;
const root = join(__dirname, "../../..");
const resources = [clusterResource, connectionResource];

const tokenOf = (name: string): string => `digitalocean-databases:index:${name}`;

/** All properties, by where they are. */
const properties: readonly (readonly [place: string, property: Property])[] = [
  ["config", schema.config.variables] as const,
  ["provider", schema.provider.inputProperties] as const,
  ...Object.entries(schema.types).map(([token, type]) => [token, type.properties] as const),
  ...Object.entries(schema.resources).flatMap(([token, resource]) => [
    [token, resource.properties] as const,
    [`${token} inputs`, resource.inputProperties] as const,
  ]),
  ...Object.entries(schema.functions).flatMap(([token, { inputs, outputs }]) => [
    [`${token} inputs`, inputs.properties] as const,
    [token, outputs.properties] as const,
  ]),
].flatMap(([place, all]) => Object.entries(all).map(([name, one]) => [`${place}: ${name}`, one] as const));

/** What has a description of its own, other than the properties. */
const described: readonly (readonly [place: string, described: Described])[] = [
  ...Object.entries(schema.types),
  ...Object.entries(schema.resources),
  ...Object.entries(schema.functions),
];

const secretNames = (all: Properties): string[] =>
  Object.entries(all)
    .filter(([, { secret }]) => secret === true)
    .map(([name]) => name);

const secretFields = (fields: Readonly<Record<string, Field>>): string[] =>
  Object.entries(fields)
    .filter(([, { secret }]) => secret)
    .map(([name]) => name);

it("the schema of the plugin is what its generator writes", () => {
  const register = require.resolve("ts-node/register/transpile-only");
  const args = ["--require", register, join(root, "scripts/plugin/schema.ts"), "--check"];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
}, 120_000);

it("the schema has the resources and functions of the plugin, and no others", () => {
  expect(Object.keys(schema.resources)).toEqual(resources.map(({ name }) => tokenOf(name)));
  expect(Object.keys(schema.functions)).toEqual(Object.keys(pluginFunctions).map(tokenOf));
});

it.each(resources)("the schema of $name has its inputs and outputs, secret as its tables say", (resource) => {
  const spec = schema.resources[tokenOf(resource.name)];
  expect(Object.keys(spec?.inputProperties ?? {})).toEqual(Object.keys(resource.inputs));
  expect(secretNames(spec?.inputProperties ?? {})).toEqual(resource.secretInputs);
  expect(Object.keys(spec?.properties ?? {})).toEqual(Object.keys(resource.fields));
  expect(secretNames(spec?.properties ?? {})).toEqual(secretFields(resource.fields));
});

it.each(resources)("the schema of $name says which inputs replace it", ({ name, replacing }) => {
  const inputs = Object.entries(schema.resources[tokenOf(name)]?.inputProperties ?? {});
  const found = inputs.filter(([, { willReplaceOnChanges }]) => willReplaceOnChanges === true);
  expect(found.map(([input]) => input).sort()).toEqual([...replacing].sort());
});

it.each(Object.entries(pluginFunctions))("the schema of %s has its arguments and results", (name, called) => {
  const { args, fields } = called;
  const spec = schema.functions[tokenOf(name)];
  expect(Object.keys(spec?.inputs.properties ?? {})).toEqual(Object.keys(args));
  expect(Object.keys(spec?.outputs.properties ?? {})).toEqual(Object.keys(fields));
});

it("the token is the only secret in the config, and an explicit provider takes the same", () => {
  expect(Object.keys(schema.config.variables)).toEqual(Object.keys(configNames));
  expect(secretNames(schema.config.variables)).toEqual(["token"]);
  expect(schema.provider.inputProperties).toEqual(schema.config.variables);
});

it("no result of a function is a secret, or has the name of a secret property of a cluster", () => {
  const names = Object.values(schema.functions).flatMap(({ outputs }) => {
    expect(secretNames(outputs.properties)).toEqual([]);
    return Object.keys(outputs.properties);
  });
  const secrets = [secrecy.clusterFields, secrecy.caFields, secrecy.connectionFields].flatMap(secretFields);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => secrets.includes(name))).toEqual([]);
});

it("no property has a default, because SDKs would store it in the state", () => {
  expect(properties.filter(([, one]) => "default" in one || "defaultInfo" in one)).toEqual([]);
});

it("every property, type, resource and function has a description", () => {
  const missing = [...properties, ...described].filter(
    ([, { description = "" }]) => !/\w\W*\.\)?$|%\}\}$/.test(description),
  );
  expect(missing).toEqual([]);
});

it("no description has a word that says nothing to a user of another language", () => {
  const words =
    /undefined|\bnull\b|\{@|=>|TypeScript|connection(For|Env)|stackOutputs|getDatabaseUser|docs\//;
  const texts = [...properties, ...described].map(
    ([place, { description = "" }]) => [place, description.replace(/```[^]*?```/g, "")] as const,
  );
  expect(texts.filter(([, text]) => words.test(text))).toEqual([]);
});

it("every secret property says that it is a secret", () => {
  const silent = properties.filter(
    ([, { secret, description = "" }]) => secret && !/\bSecret\./.test(description),
  );
  expect(silent).toEqual([]);
});

it("resources and functions show a program in each language", () => {
  for (const { description } of [...Object.values(schema.resources), ...Object.values(schema.functions)]) {
    const languages = [...(description ?? "").matchAll(/^```(\w+)$/gm)].map(([, language]) => language);
    expect(languages).toEqual(["python", "go", "csharp", "java", "yaml"]);
  }
});

it("every reference leads to a type, and every type is referred to", () => {
  const references = [...JSON.stringify(schema).matchAll(/"\$ref":"#\/types\/([^"]*)"/g)].map(
    ([, token]) => token,
  );
  expect([...new Set(references)].sort()).toEqual(Object.keys(schema.types).sort());
});
