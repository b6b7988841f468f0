// The connections that a result should have, computed from the answer without the package's code.
import { isIPv6 } from "node:net";
import { builtUri, hasKnownUri } from "../../src/connection/uri";
import { withheldFacts } from "../../src/connection/connection";
import { expectUri } from "./uris";

export type Values = Record<string, unknown>;

/** The parts from which a URI is built if the API's own URI is empty. */
export interface Parts {
  readonly engine: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string | undefined;
}

/** The expected connection: without a URI that lacks its password, and completed from its other members. */
function usable(given: unknown, engine: string, defaultDatabase?: string): Values {
  const { uri: apiUri, ...rest } = given as Values & { uri?: string };
  const ports = rest["applicationPorts"] as Record<string, number> | undefined;
  const port = rest["port"] ?? (engine === "kafka" ? ports?.["sasl"] : undefined);
  const database =
    rest["database"] ?? (engine === "kafka" ? undefined : databaseOf(apiUri ?? "")) ?? defaultDatabase;
  const all = { ...rest, port, database };
  if (rest["password"] === undefined) {
    return { ...all, withheldUri: withheldFacts(apiUri, engine) };
  }
  const lacks = /^[a-z][a-z+]{0,31}:\/\/[^/?#@:]*:?@/.test(apiUri ?? "");
  const isKept = /:@/.test(apiUri ?? "") ? !lacks : !lacks || !hasKnownUri(engine);
  const uri = apiUri === undefined || !isKept ? builtUri(all as never, engine, apiUri) : apiUri;
  const parts = apiUri === uri ? undefined : partsOf(all, engine);
  if (parts !== undefined) {
    expectUri(String(uri), parts);
  }
  return { ...all, uri };
}

/** The expected connection of a service. */
function usableService(given: unknown): Values | undefined {
  const { database: _, ...service } = usable(given, "opensearch");
  return Object.values(service).every((value) => value === undefined) ? undefined : service;
}

function databaseOf(uri: string): string | undefined {
  const end = uri.indexOf("://");
  const [authority, path, ...more] =
    uri
      .slice(end + 3)
      .split(/[?#]/)[0]
      ?.split("/") ?? [];
  if (
    /^https?:/.test(uri) ||
    !/^[a-z+]+$/.test(uri.slice(0, Math.max(end, 0))) ||
    !authority ||
    !path ||
    more.length > 0
  ) {
    return undefined;
  }
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

const services = ["uiConnection", "schemaRegistryConnection"];
const connections = ["connection", "privateConnection", "standbyConnection", "standbyPrivateConnection"];

/** Adds the shortcut properties. */
export function withFlat(values: Values, engine: string, defaultDatabase?: string): Values {
  const all = { ...values };
  for (const name of connections.filter((property) => all[property] !== undefined)) {
    const { uri: _, ...rest } = all[name] as Values;
    all[name] = Object.keys(rest).length === 0 ? undefined : usable(all[name], engine, defaultDatabase);
  }
  for (const name of services.filter((property) => all[property] !== undefined)) {
    all[name] = usableService(all[name]);
  }
  const { uri, host, port, user, password, database } = (all["connection"] ?? {}) as Values;
  const {
    uri: privateUri,
    host: privateHost,
    port: privatePort,
  } = (all["privateConnection"] ?? {}) as Values;
  return { ...all, uri, host, port, user, password, database, privateUri, privateHost, privatePort };
}

/** The parts for a URI, or `undefined` if one is missing. */
export function partsOf(connection: unknown, engine: string, database?: unknown): Parts | undefined {
  const parts = { engine, database, ...(connection as Values | undefined) } as Partial<Parts>;
  const { host, port, user, password } = parts;
  return host !== undefined &&
    port !== undefined &&
    user !== undefined &&
    password !== undefined &&
    isHost(host)
    ? { engine, host, port, user, password, database: parts.database }
    : undefined;
}

/** Whether the text is only a host. */
export function isHost(text: string): boolean {
  const labels = text.replace(/\.$/, "").split(".");
  return (
    (isIPv6(text) && !text.includes("%")) ||
    (text.length <= 255 && labels.every((label) => /^[\w-]+$/.test(label)))
  );
}
