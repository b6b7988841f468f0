import { X509Certificate } from "node:crypto";
import type { DigitalOceanApiErrorCode } from "../../src/api/errors";
import {
  clusterShape,
  demand,
  metricsShape,
  poolShape,
  replicaShape,
  sanitised,
  userShape,
  Wrong,
} from "./shapes";
import type { Shape } from "./shapes";
import { partsOf, withFlat } from "./connections";
import type { Parts, Values } from "./connections";

/** What a lookup is to end with: a code; or properties, those in `built` with a URI of these parts. */
export type Outcome =
  | { readonly code: DigitalOceanApiErrorCode }
  | { readonly properties: Values; readonly built: Readonly<Record<string, Parts>> };

/** What is in a member of a body, as the table says. */
function answered(body: string, member: string, shape: Shape): Values {
  return sanitised(shape, memberOf(body, member), true) as Values;
}

function memberOf(body: string, member: string): object {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new Wrong();
  }
  demand(isObject(parsed) && Object.hasOwn(parsed, member));
  const value: unknown = (parsed as Values)[member];
  demand(isObject(value));
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The properties, or why they are refused: what is needed is not there. */
function complete(
  properties: Values,
  needed: readonly string[],
  built: Record<string, Parts | undefined> = {},
): Outcome {
  const made = Object.fromEntries(
    Object.entries(built).filter(([name, parts]) => properties[name] === undefined && parts !== undefined),
  ) as Record<string, Parts>;
  const missing = needed.filter((name) => properties[name] === undefined && made[name] === undefined);
  if (missing.length === 0) {
    return { properties, built: made };
  }
  if (properties["status"] === "creating" || properties["status"] === "forking") {
    return { code: "not_online" };
  }
  const ofLogin = missing.some((name) => ["user", "username", "password"].includes(name));
  return { code: ofLogin ? "credentials_withheld" : "unexpected_response" };
}

/** What a lookup is to end with, from the texts of the answers. */
function outcomeOf(work: () => Outcome): Outcome {
  try {
    return work();
  } catch (error) {
    if (error instanceof Wrong) {
      return { code: "unexpected_response" };
    }
    throw error;
  }
}

const login = ["uri", "host", "port", "user", "password"];

/** Each read's, by its data function. */
export const outcomes: Readonly<
  Record<string, (bodies: readonly string[], key: { uuid: string }) => Outcome>
> = {
  getDatabaseCluster: ([body = ""], { uuid }) =>
    outcomeOf(() => complete({ id: uuid, ...withFlat(answered(body, "database", clusterShape)) }, login)),

  getDatabaseUser: ([body = ""], { uuid: clusterUuid }) =>
    outcomeOf(() => complete({ ...answered(body, "user", userShape), clusterUuid }, ["password"])),

  getDatabaseConnectionPool: ([body = ""], { uuid: clusterUuid }) =>
    outcomeOf(() => {
      const pool = answered(body, "pool", poolShape);
      const { name, user } = pool;
      const properties = { ...withFlat(pool), user, engine: "pg", clusterUuid } as Values;
      return complete(properties, ["uri", "host", "port", "password"], {
        uri: partsOf(properties["connection"], "pg", name),
        privateUri: partsOf(properties["privateConnection"], "pg", name),
      });
    }),

  getDatabaseReplica: ([body = "", cluster = ""], { uuid: clusterUuid }) =>
    outcomeOf(() => {
      const engine = String(answered(cluster, "database", clusterShape)["engine"]);
      const properties = {
        ...withFlat(answered(body, "replica", replicaShape)),
        engine,
        clusterUuid,
      } as Values;
      const known = /^(pg|mysql|advanced_pg|advanced_mysql|redis|valkey|mongodb|kafka|opensearch)$/.test(
        engine,
      );
      return complete(
        properties,
        login,
        known
          ? {
              uri: partsOf(properties["connection"], engine),
              privateUri: partsOf(properties["privateConnection"], engine),
            }
          : {},
      );
    }),

  getDatabaseMetricsCredentials: ([body = ""]) =>
    outcomeOf(() => {
      const outer = memberOf(body, "credentials") as Values;
      const inner = Object.hasOwn(outer, "credentials") ? outer["credentials"] : undefined;
      const values = sanitised(metricsShape, isObject(inner) ? inner : outer, true) as Values;
      const { basicAuthUsername: username, basicAuthPassword: password } = values;
      return complete({ username, password }, ["username", "password"]);
    }),

  getDatabaseCa: ([body = ""], { uuid: clusterUuid }) =>
    outcomeOf(() => {
      const { certificate: encoded } = answered(body, "ca", { "certificate!": "text" });
      const certificate = Buffer.from(String(encoded), "base64").toString();
      const bare = (text: string): string => text.replace(/\s/g, "").replace(/=+$/, "");
      demand(bare(Buffer.from(certificate).toString("base64")) === bare(String(encoded)));
      const each = certificate.split(/(?<=-----END CERTIFICATE-----)/).filter((text) => text.trim() !== "");
      demand(each.length > 0 && each.every(isCertificate));
      return { properties: { certificate, clusterUuid }, built: {} };
    }),
};

function isCertificate(text: string): boolean {
  try {
    return text.trim().startsWith("-----BEGIN") && new X509Certificate(text).subject !== "";
  } catch {
    return false;
  }
}
