import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { caRead, certificateBody } from "../../src/reads/ca";
import { connectionPoolBody, connectionPoolRead } from "../../src/reads/connectionPool";
import { metricsCredentialsBody, metricsCredentialsRead } from "../../src/reads/metricsCredentials";
import { replicaBody, replicaRead } from "../../src/reads/replica";
import { userBody, userRead } from "../../src/reads/user";
import type { Field } from "../../src/reads/secrecy";
import { namesIn } from "../../src/reads/absence";
import { expectedValue } from "../expectedValue";
import { apiDescription, describeWithSpec, specFolder } from "./apiDescription";

const cluster = "/v2/databases/{database_cluster_uuid}";
const clusterUuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

type Members = Record<string, unknown>;

/** A read of anything. */
interface AnyRead {
  readonly name: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly describe: (found: never, key: never) => object;
}

interface Answer {
  readonly example?: Members;
  readonly examples?: Record<string, { readonly value: Members }>;
}

interface Description {
  readonly paths: Record<string, { readonly get: { readonly responses: Record<string, { $ref: string }> } }>;
  readonly components: { readonly responses: Record<string, { content: { "application/json": Answer } }> };
}

/** The examples of the answer 200 to `GET path`, by their names. */
function examplesOf({ paths, components }: Description, path: string): (readonly [string, Members])[] {
  const name = paths[path]?.get.responses["200"]?.$ref.split("/").at(-1) ?? "";
  const { example, examples = {} } = components.responses[name]?.content["application/json"] ?? {};
  return [
    ...(example === undefined ? [] : [["example", example] as const]),
    ...Object.entries(examples).map(([title, { value }]) => [title, value] as const),
  ];
}

/** The member of a body that a read decodes, by the name of its function. */
const envelopes: Readonly<Record<string, string>> = {
  getDatabaseCa: "ca",
  getDatabaseUser: "user",
  getDatabaseConnectionPool: "pool",
  getDatabaseReplica: "replica",
  getDatabaseMetricsCredentials: "credentials",
};

function envelopeOf({ name }: AnyRead): string {
  return envelopes[name] ?? "";
}

/** The properties that a read gets from a body. A replica's engine is that of its cluster. */
function read(part: AnyRead, body: unknown): Members {
  const key = { clusterUuid, name: "asked-for" };
  const decoders: Readonly<Record<string, (value: unknown, path: string) => object>> = {
    ...{ ca: certificateBody, user: userBody, pool: connectionPoolBody, replica: replicaBody },
    credentials: metricsCredentialsBody,
  };
  const decoded = decoders[envelopeOf(part)]?.(body, "") as Record<string, object>;
  const engine = envelopeOf(part) === "replica" ? { engine: "pg" } : {};
  return part.describe({ ...decoded[envelopeOf(part)], ...engine } as never, key as never) as Members;
}

/** The flat properties that a connection and a private one bring with them. */
function flat(value: Members): Members {
  const { uri, host, port, user, password, database } = (value["connection"] ?? {}) as Members;
  const {
    uri: privateUri,
    host: privateHost,
    port: privatePort,
  } = (value["privateConnection"] ?? {}) as Members;
  return { uri, host, port, user, password, database, privateUri, privateHost, privatePort };
}

/** The expected properties of the description's examples, computed without the decoders. */
const expected: Record<string, (inside: Members) => Members> = {
  ca: ({ certificate }) => ({
    clusterUuid,
    certificate: Buffer.from(certificate as string, "base64").toString("utf8"),
  }),
  user: (user) => ({ ...(expectedValue(user) as Members), clusterUuid }),
  pool(pool) {
    const value = expectedValue(pool) as Members;
    return { ...flat(value), ...value, clusterUuid, engine: "pg" };
  },
  replica(replica) {
    const value = expectedValue(replica) as Members;
    const connections = ["connection", "privateConnection"].map((name) => value[name] as Members);
    for (const connection of connections) {
      connection["database"] ??= "defaultdb";
    }
    const { uri, host, user, password, database } = flat(value);
    const built = `postgresql://${String(user)}:${String(password)}@${String(host)}:25060/${String(database)}?sslmode=require`;
    (value["connection"] as Members)["uri"] = uri ?? built;
    return { ...flat(value), ...value, clusterUuid, engine: "pg" };
  },
  credentials: (credentials) => ({
    username: credentials["basic_auth_username"],
    password: credentials["basic_auth_password"],
  }),
};

describeWithSpec("The examples of a cluster's parts in the API's description", () => {
  const text = readFileSync(resolve(specFolder, "databases-read.openapi.json"), "utf8");
  const description = JSON.parse(text) as Description;

  const lone = [
    [`${cluster}/ca`, caRead],
    [`${cluster}/users/{username}`, userRead],
    [`${cluster}/pools/{pool_name}`, connectionPoolRead],
    [`${cluster}/replicas/{replica_name}`, replicaRead],
    ["/v2/databases/metrics/credentials", metricsCredentialsRead],
  ] as unknown as [string, AnyRead][];
  const listed = [
    [`${cluster}/users`, "users", userRead],
    [`${cluster}/pools`, "pools", connectionPoolRead],
    [`${cluster}/replicas`, "replicas", replicaRead],
  ] as unknown as [string, "users" | "pools" | "replicas", AnyRead][];

  const ofParts = lone.flatMap(([path, part]) =>
    examplesOf(description, path).map(([title, body]) => [path, title, body, part] as const),
  );
  // An element of a list has the form of the object in the answer about it alone.
  const ofLists = listed.flatMap(([path, collection, part]) =>
    examplesOf(description, path).flatMap(([, body]) =>
      (body[collection] as Members[]).map(
        (inside, index) => [path, `${collection}[${index}]`, { [envelopeOf(part)]: inside }, part] as const,
      ),
    ),
  );
  const all = [...ofParts, ...ofLists];

  it("are of all kinds", () => {
    expect(ofParts.map(([path]) => path.split("/").at(-1))).toEqual([
      ...["ca", "{username}", "{username}", "{username}", "{username}"],
      ...["{pool_name}", "{replica_name}", "credentials"],
    ]);
    expect(ofLists).toHaveLength(6);
  });

  it.each(all)(
    "are read with every value in its property and nothing else: %s, %s",
    (_path, _title, body, part) => {
      const found = read(part, body);
      expect(found).toEqual(expected[envelopeOf(part)]?.(body[envelopeOf(part)] as Members));
      for (const property of Object.keys(found)) {
        expect(Object.keys(part.fields)).toContain(property);
      }
      expect(JSON.stringify(found)).not.toMatch(/:null|:""/);
    },
  );

  it.each(all)("are read without secrets in public properties: %s, %s", (_path, _title, body, part) => {
    const found = read(part, body);
    const open = Object.keys(part.fields).filter((property) => part.fields[property]?.secret === false);
    const shown = JSON.stringify(open.map((property) => found[property]));
    expect(shown).not.toMatch(/ondigitalocean\.com|PRIVATE KEY|zpz42xez|jge5lfxtzhx42iff|z421iffftjge5lxh/);
  });

  it.each(ofParts)("are valid by the description itself: %s, %s", (path, _title, body) => {
    expect(apiDescription().defects(path, 200, body)).toEqual([]);
  });

  it("include a CA certificate that can be parsed", () => {
    const [, body] = examplesOf(description, `${cluster}/ca`)[0] ?? [];
    const { certificate } = read(caRead, body);
    expect(new X509Certificate(String(certificate)).ca).toBe(true);
  });

  it("include a replica with an empty URI, which is built", () => {
    const [, body] = examplesOf(description, `${cluster}/replicas/{replica_name}`)[0] ?? [];
    expect(read(replicaRead as unknown as AnyRead, body)["uri"]).toBe(
      "postgresql://doadmin:wv78n3zpz42xezdk@read-nyc3-01-do-user-19081923-0.db.ondigitalocean.com:25060/" +
        "defaultdb?sslmode=require",
    );
  });

  it.each(listed)("have the names that the message about a missing one lists: %s", (path, collection) => {
    for (const [, body] of examplesOf(description, path)) {
      const names = (body[collection] as Members[]).map(({ name }) => name);
      expect(namesIn(body, "", collection)).toEqual(names);
    }
  });
});
