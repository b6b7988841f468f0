/** Lookups in users' unit tests (`pulumi.runtime.setMocks`): the mocks answer instead of the API. */
import type * as pulumi from "@pulumi/pulumi";
import { isJsonObject, ownMember } from "../../api/decode";
import type { JsonObject } from "../../api/decode";
import { shortcutsOf } from "../../connection/connection";
import type { ClusterConnection, Partly } from "../../connection/connection";
import { DigitalOceanApiError } from "../../errors";
import type { Found, LookUpArgs, Read } from "../../reads/read";
import { valueOrError, valuesOfFunction } from "../../reads/values";
import { settled } from "../sdkInternals";

/**
 * The answer of the mocks' `call` to the token `digitalocean-databases:index:<function>`: any of the function's
 * properties. The others are `undefined`, as with other mocks. Nothing is sent, and no token is needed.
 */
export async function askMocks<
  Args extends LookUpArgs,
  Key extends object,
  Answer,
  Properties extends object,
>(
  mocks: pulumi.runtime.Mocks,
  read: Read<Args, Key, Answer, Properties>,
  args: Args,
  isPreview: boolean,
): Promise<Found<Properties>> {
  const token = `digitalocean-databases:index:${read.name}`;
  const key = read.key(args);
  if ((mocks as Partial<pulumi.runtime.Mocks>).call === undefined) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `setMocks: the mocks have no \`call\`, which a lookup needs; it is called with the token ${token}.`,
    );
  }
  // Not by `pulumi.runtime.invoke` (docs/pulumi-internals.md, "MOCKS").
  const answered = await settled(await mocks.call({ token, inputs: inputsOf(key, args) }));
  const answer = isJsonObject(answered) ? answered : {};
  const properties = propertiesIn(answer, read, key, token);
  return { properties, isPending: isPreview && read.isPending?.(answer, args) === true };
}

/** The arguments of the lookup. Without the token, which tests may print. */
function inputsOf(key: object, args: LookUpArgs & { readonly waitForOnline?: unknown }): JsonObject {
  const { waitForOnline, requireCredentials, configNamespace, apiEndpoint } = args;
  return Object.fromEntries(
    Object.entries({ ...key, waitForOnline, requireCredentials, configNamespace, apiEndpoint }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}

/** The properties in an answer, with those that follow from the arguments and from the connections in it. */
function propertiesIn<Key, Properties extends object>(
  answer: JsonObject,
  {
    name: functionName,
    fields,
    defaults,
  }: Pick<Read<never, Key, never, Properties>, "name" | "fields" | "defaults">,
  key: Key,
  token: string,
): Partly<Properties> {
  const explain = (defect: string): string => `mocks.call: the answer to ${token} is malformed: ${defect}.`;
  const names = Object.keys(fields) as (keyof Properties & string)[];
  const apiForm = formOfApi(answer, functionName, names);
  if (apiForm !== undefined) {
    throw new DigitalOceanApiError("unexpected_response", explain(apiForm));
  }
  const values = valuesOfFunction[functionName] ?? {};
  const given: JsonObject = Object.fromEntries(
    names
      .filter((name) => Object.hasOwn(answer, name))
      .map((name) => [name, valueOrError(values, name, answer[name], explain)]),
  );
  const shortcuts: JsonObject = shortcutsOf(
    given["connection"] as ClusterConnection | undefined,
    given["privateConnection"] as ClusterConnection | undefined,
  );
  // The `user` of a pool is public, and not the connection's.
  const fromConnections = names.filter((name) => fields[name].secret).map((name) => [name, shortcuts[name]]);
  const all = { ...(Object.fromEntries(fromConnections) as JsonObject), ...defaults(key), ...given };
  return Object.fromEntries(names.map((name) => [name, ownMember(all, name)])) as Partly<Properties>;
}

/** The member of the API's answer that contains the rest. */
const envelopes: Readonly<Record<string, string>> = {
  getDatabaseCa: "ca",
  getDatabaseCluster: "database",
  getDatabaseConnectionPool: "pool",
  getDatabaseMetricsCredentials: "credentials",
  getDatabaseReplica: "replica",
  getDatabaseUser: "user",
};

/** What is wrong with an answer that has the API's names, such as `num_nodes`. */
function formOfApi(
  answer: JsonObject,
  functionName: string,
  properties: readonly string[],
): string | undefined {
  const envelope = envelopes[functionName] ?? "";
  const inside = ownMember(answer, envelope);
  const names = Object.keys(isJsonObject(inside) ? inside : answer);
  const apiName = isJsonObject(inside) ? envelope : names.find((name) => name.includes("_"));
  if (apiName === undefined) {
    return undefined;
  }
  const inCamelCase = [apiName, ...names].map((name) =>
    name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
  );
  const property =
    inCamelCase.find((name) => name !== envelope && properties.includes(name)) ?? properties[0];
  return `\`${apiName}\` is in the API's form; answer with ${functionName}'s properties, such as \`${property ?? ""}\``;
}
