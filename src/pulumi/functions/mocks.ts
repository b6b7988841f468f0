import { Malformed, isJsonObject, ownMember } from "../../api/decode";
import type { JsonObject } from "../../api/decode";
import { flatProperties } from "../../connection/connection";
import type { ClusterConnection, Partly } from "../../connection/connection";
import { DigitalOceanApiError } from "../../errors";
import { handOut } from "../../reads/read";
import type { Found, LookUpArgs, Read } from "../../reads/read";
import type { FieldsOf } from "../../reads/secrecy";
import { valueOrError, valuesOfFunction } from "../../reads/values";
import * as pulumi from "../sdk";
import { programReport } from "../surroundings";

/**
 * What the mocks of a unit test say is there. Nothing is sent, and no token is needed. `mocks.call` is asked with
 * the token `digitalocean-databases:index:<function>`.
 *
 * It may answer as the API does, `{ database: { num_nodes, … } }` or what is in it: then that is read, and
 * refused, as a real answer is. Or it answers with properties of this package, as many as the test needs:
 * `{ engine, uri, … }`; the others are `undefined`, as with other mocks.
 */
export async function askMocks<Args extends LookUpArgs, Key extends object, F, Properties extends object>(
  mocks: pulumi.runtime.Mocks,
  read: Read<Args, Key, F, Properties>,
  args: Args,
  isPreview: boolean,
): Promise<Found<Properties>> {
  const token = `digitalocean-databases:index:${read.name}`;
  const key = read.key(args);
  requireCall(mocks, token);
  // Not by `runtime.invoke`, which asks them too, but turns what they throw into an error without a message.
  const given = await resolved(await mocks.call({ token, inputs: inputsOf(key, args) }));
  const answer = isJsonObject(given) ? given : {};
  if (!isOfTheApi(answer, read.envelope)) {
    const properties = withProperties(read, key, checked(read, answer, token));
    return { properties, isPending: isPreview && read.isPending?.(answer, args) === true };
  }
  const body = isEnvelope(answer, read.envelope) ? answer : { [read.envelope]: answer };
  const found = decode(read, body, token);
  const surroundings = { isPreview, report: programReport };
  return handOut(read, key, args, found, surroundings, { tokenSource: "mocks.call", attempts: 0 });
}

/** JavaScript lets a test leave it out, and a TypeError would not say what it is asked for. */
function requireCall(mocks: Partial<pulumi.runtime.Mocks>, token: string): void {
  if (mocks.call === undefined) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `setMocks: the mocks have no \`call\`, which is asked for what is looked up with the token ${token}.`,
    );
  }
}

/** What was asked for; not the token, which tests may print. */
function inputsOf(key: object, args: LookUpArgs & { readonly waitForOnline?: unknown }): JsonObject {
  const { waitForOnline, requireCredentials, configNamespace, apiEndpoint } = args;
  return Object.fromEntries(
    Object.entries({ ...key, waitForOnline, requireCredentials, configNamespace, apiEndpoint }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}

/** The answer without Outputs, which mocks may answer with; the SDK's types leave `promise` out. */
function resolved(answer: unknown): Promise<unknown> {
  return (pulumi.output(answer) as unknown as { promise(): Promise<unknown> }).promise();
}

/** In its envelope, or without it: the API's names are in snake case. */
function isOfTheApi(answer: JsonObject, envelope: string): boolean {
  return isEnvelope(answer, envelope) || Object.keys(answer).some((name) => name.includes("_"));
}

/** A `database` or `user` of ours is a name. */
function isEnvelope(answer: JsonObject, envelope: string): boolean {
  return isJsonObject(ownMember(answer, envelope));
}

function decode<F>(
  { body }: { readonly body: (value: unknown, path: string) => F },
  answer: unknown,
  token: string,
): F {
  try {
    return body(answer, "");
  } catch (error) {
    if (error instanceof Malformed) {
      throw new DigitalOceanApiError(
        "unexpected_response",
        `mocks.call: what it answers to ${token} is not in the API's form: ${error.message}.`,
      );
    }
    throw error;
  }
}

/** The properties of an answer that are this package's, each of its type. */
function checked<Properties>(
  { name, fields }: { readonly name: string; readonly fields: FieldsOf<Properties> },
  answer: JsonObject,
  token: string,
): JsonObject {
  return Object.fromEntries(
    Object.keys(fields)
      .filter((property) => Object.hasOwn(answer, property))
      .map((property) => [
        property,
        valueOrError(
          valuesOfFunction[name] ?? {},
          property,
          answer[property],
          (defect) => `mocks.call: what it answers to ${token} is not what is found: ${defect}.`,
        ),
      ]),
  );
}

/** Properties of this package, with what follows from what was asked for and from the connections. */
function withProperties<Key, Properties extends object>(
  { fields, defaults }: Pick<Read<never, Key, never, Properties>, "fields" | "defaults">,
  key: Key,
  answer: JsonObject,
): Partly<Properties> {
  const flat = flatProperties(
    ownMember(answer, "connection") as ClusterConnection | undefined,
    ownMember(answer, "privateConnection") as ClusterConnection | undefined,
  ) as JsonObject;
  const properties = Object.keys(fields) as (keyof Properties & string)[];
  // A pool's `user` is its own, and not the connection's.
  const ofConnections = properties.filter((property) => fields[property].secret);
  const all: JsonObject = {
    ...Object.fromEntries(ofConnections.map((property) => [property, flat[property]])),
    ...defaults(key),
    ...answer,
  };
  return Object.fromEntries(
    properties.map((property) => [property, ownMember(all, property) ?? undefined]),
  ) as Partly<Properties>;
}
