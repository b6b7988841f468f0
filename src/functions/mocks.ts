import * as pulumi from "@pulumi/pulumi";
import { clusterBody } from "../api/cluster";
import { Malformed } from "../api/decode";
import { DigitalOceanApiError } from "../api/errors";
import { isJsonObject } from "../api/json";
import type { JsonObject } from "../api/json";
import { requireUuid } from "../api/uuid";
import type { LookUpArgs } from "../lookup/lookUpCluster";
import type { ClusterPropertiesWithoutCredentials } from "../model/cluster";
import { requireCredentials } from "../model/credentials";
import { describeCluster, flatProperties } from "../model/describe";
import { clusterProperties } from "../model/fields";

/** What `mocks.call` is asked with in the place of a lookup. */
const token = "digitalocean-databases:index:getDatabaseCluster";

/**
 * The cluster as the mocks of a unit test say it is. Nothing is sent, and no token is needed.
 *
 * They may answer as the API does, `{ database: { num_nodes, … } }` or what is in it: then that is read, and
 * refused, as a real answer is. Or they answer with properties of this package, as many as the test needs:
 * `{ engine, uri, … }`; the others are `undefined`, as with other mocks.
 */
export async function askMocks(
  mocks: pulumi.runtime.Mocks,
  args: LookUpArgs,
): Promise<ClusterPropertiesWithoutCredentials> {
  const uuid = requireUuid(args.uuid, "uuid");
  requireCall(mocks);
  const { requireCredentials: required, configNamespace, apiEndpoint } = args;
  const inputs = Object.fromEntries(
    Object.entries({ uuid, requireCredentials: required, configNamespace, apiEndpoint }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  // Not by `runtime.invoke`, which asks them too, but turns what they throw into an error without a message.
  const given = await resolved(await mocks.call({ token, inputs }));
  const answer = isJsonObject(given) ? given : {};
  if (!isOfTheApi(answer)) {
    return withProperties(answer, uuid);
  }
  const cluster = describeCluster(decode(isEnvelope(answer) ? answer : { database: answer }), uuid);
  return required === false
    ? cluster
    : requireCredentials(cluster, { uuid, tokenSource: "mocks.call", attempts: 0 });
}

/** JavaScript lets a test leave it out, and a TypeError would not say what it is asked for. */
function requireCall(mocks: Partial<pulumi.runtime.Mocks>): void {
  if (mocks.call === undefined) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `setMocks: the mocks have no \`call\`, which is asked for the cluster with the token ${token}.`,
    );
  }
}

/** The answer without Outputs, which mocks may answer with; the SDK's types leave `promise` out. */
function resolved(answer: unknown): Promise<unknown> {
  return (pulumi.output(answer) as unknown as { promise(): Promise<unknown> }).promise();
}

/** In its envelope, or without it: the API's names are in snake case. */
function isOfTheApi(answer: JsonObject): boolean {
  return isEnvelope(answer) || Object.keys(answer).some((name) => name.includes("_"));
}

/** A `database` of ours is a name. */
function isEnvelope(answer: JsonObject): boolean {
  return isJsonObject(answer["database"]);
}

function decode(body: unknown): ReturnType<typeof clusterBody>["database"] {
  try {
    return clusterBody(body, "").database;
  } catch (error) {
    if (error instanceof Malformed) {
      throw new DigitalOceanApiError(
        "unexpected_response",
        `mocks.call: what it answers to ${token} is no cluster of the API's: ${error.message}.`,
      );
    }
    throw error;
  }
}

function withProperties(
  answer: Readonly<Partial<ClusterPropertiesWithoutCredentials>>,
  uuid: string,
): ClusterPropertiesWithoutCredentials {
  const all = { id: uuid, ...flatProperties(answer.connection, answer.privateConnection), ...answer };
  return Object.fromEntries(
    clusterProperties.map((property) => [property, all[property] ?? undefined]),
  ) as unknown as ClusterPropertiesWithoutCredentials;
}
