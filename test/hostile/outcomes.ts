// The outcomes that lookups should have, computed from the answers without the package's code.
import { X509Certificate } from "node:crypto";
import type { DigitalOceanApiErrorCode } from "../../src/errors";
import {
  clusterShape,
  demand,
  metricsShape,
  outlineShape,
  poolShape,
  replicaShape,
  sanitised,
  userShape,
  Wrong,
} from "./shapes";
import type { Shape } from "./shapes";
import { withFlat } from "./usableConnections";
import type { Values } from "./usableConnections";

/** The expected end of a lookup: an error's code, or properties. */
export type Outcome = { readonly code: DigitalOceanApiErrorCode } | { readonly properties: Values };

/** The value of a body's member, according to its shape. */
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

/** The properties, or an error if a needed one is missing. */
function complete(properties: Values, needed: readonly string[]): Outcome {
  const missing = needed.filter((name) => properties[name] === undefined);
  if (missing.length === 0) {
    return { properties };
  }
  const lacksPlace = missing.includes("host") || missing.includes("port");
  const { status } = properties;
  if (status === "creating" || status === "forking") {
    return { code: "not_online" };
  }
  if (lacksPlace) {
    return { code: status === "resizing" || status === "migrating" ? "not_online" : "unexpected_response" };
  }
  const ofLogin = missing.some((name) => ["user", "username", "password"].includes(name));
  return { code: ofLogin ? "credentials_withheld" : "unexpected_response" };
}

/** The values, if the answer is about the requested cluster. */
function ofCluster(values: Values, uuid: string): Values {
  const { id = uuid } = values;
  demand(String(id).toLowerCase() === uuid);
  return { id, ...values };
}

function ofName(values: Values): Values {
  demand(values["name"] === "app");
  return values;
}

/** The outcome of a computation that may throw. */
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

/** The outcome of each read, by data function. */
export const outcomes: Readonly<
  Record<string, (bodies: readonly string[], key: { uuid: string }) => Outcome>
> = {
  getDatabaseCluster: ([body = ""], { uuid }) =>
    outcomeOf(() => {
      const cluster = ofCluster(answered(body, "database", clusterShape), uuid);
      return complete(withFlat(cluster, String(cluster["engine"])), login);
    }),

  getDatabaseUser: ([body = ""], { uuid: clusterUuid }) =>
    outcomeOf(() => complete({ ...ofName(answered(body, "user", userShape)), clusterUuid }, ["password"])),

  getDatabaseConnectionPool: ([body = ""], { uuid: clusterUuid }) =>
    outcomeOf(() => {
      const pool = ofName(answered(body, "pool", poolShape));
      const properties = { ...withFlat(pool, "pg", "app"), user: pool["user"], engine: "pg", clusterUuid };
      return complete(properties, ["uri", "host", "port", "password"]);
    }),

  getDatabaseReplica: ([body = "", cluster = ""], { uuid: clusterUuid }) =>
    outcomeOf(() => {
      const outline = ofCluster(answered(cluster, "database", outlineShape), clusterUuid);
      const engine = String(outline["engine"]);
      const replica = ofName(answered(body, "replica", replicaShape));
      return complete({ ...withFlat(replica, engine), engine, clusterUuid }, login);
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
      return { properties: { certificate, clusterUuid } };
    }),
};

function isCertificate(text: string): boolean {
  try {
    return text.trim().startsWith("-----BEGIN") && new X509Certificate(text).subject !== "";
  } catch {
    return false;
  }
}
