import { isIPv6 } from "node:net";

export type Values = Record<string, unknown>;

/** The parts that a URI is to be built of, where the API leaves its own empty. */
export interface Parts {
  readonly engine: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string | undefined;
}

/** A connection without a URI that lacks its password; of that only the database is kept. */
function usable(connection: unknown): Values | undefined {
  const { uri, ...rest } = (connection ?? {}) as Values;
  if (connection === undefined || rest["password"] !== undefined) {
    return connection as Values | undefined;
  }
  if (Object.keys(rest).length === 0) {
    return undefined;
  }
  return { ...rest, database: rest["database"] ?? databaseOf((uri as string | undefined) ?? "") };
}

function databaseOf(uri: string): string | undefined {
  const end = uri.indexOf("://");
  const [authority, path, ...more] =
    uri
      .slice(end + 3)
      .split(/[?#]/)[0]
      ?.split("/") ?? [];
  if (!/^[a-z+]+$/.test(uri.slice(0, Math.max(end, 0))) || !authority || !path || more.length > 0) {
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

/** With what the doors hand out once more of the connections, under names of their own. */
export function withFlat(values: Values): Values {
  const all = { ...values };
  for (const name of [...connections, ...services].filter((property) => all[property] !== undefined)) {
    const connection = usable(all[name]);
    if (services.includes(name)) {
      delete connection?.["database"];
    }
    all[name] = connection;
  }
  const { uri, host, port, user, password, database } = (all["connection"] ?? {}) as Values;
  const { uri: privateUri, host: privateHost } = (all["privateConnection"] ?? {}) as Values;
  return { ...all, uri, host, port, user, password, database, privateUri, privateHost };
}

/** What a URI can be built of, if all is there. */
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

/** Whether the text is a host, and nothing more. */
export function isHost(text: string): boolean {
  const labels = text.replace(/\.$/, "").split(".");
  return (
    (isIPv6(text) && !text.includes("%")) ||
    (text.length <= 255 && labels.every((label) => /^[\w-]+$/.test(label)))
  );
}
