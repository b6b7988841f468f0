import { Socket } from "node:net";
import { Client } from "@opensearch-project/opensearch";
import * as fc from "fast-check";
import { Redis } from "iovalkey";
import { Kafka, logLevel } from "kafkajs";
import ConnectionString from "mongodb-connection-string-url";
import { connectionUri } from "../../../src/connection/uri";
import { anyHost, anyName, anyText, expectRoundTrips, uriParts } from "./uriParts";
import type { Read } from "./uriParts";

const ipv6 = "2001:db8::7";

describe.each(["redis", "valkey"])("%s", (engine) => {
  /** What `iovalkey`, and `ioredis` before it, would connect with. */
  function readByIovalkey(uri: string): Read & { db: unknown } {
    const { options } = new Redis(uri, { lazyConnect: true });
    const { host = "", port = 0, username = "", password = "", db, tls } = options;
    return { host, port, user: username, password, db, tls: tls !== undefined };
  }

  it("iovalkey connects with what the URI was made of", () =>
    expectRoundTrips(
      engine,
      (uri) => {
        const { db, ...read } = readByIovalkey(uri);
        return { ...read, database: String(db) };
      },
      // Databases have numbers here.
      { databases: fc.integer({ min: 0, max: 15 }).map(String) },
    ));

  it("without a database it is number 0, and none is named", () => {
    const uri = connectionUri(uriParts({ engine, database: undefined }));
    expect(uri).toMatch(/:25060$/);
    expect(readByIovalkey(uri).db).toBe(0);
  });

  it("a database that is no number is none for iovalkey", () => {
    expect(readByIovalkey(connectionUri(uriParts({ engine, database: "orders" }))).db).toBeNaN();
  });
});

describe("mongodb", () => {
  /** What the `mongodb` driver takes a URI apart with; a name of SRV records has no port. */
  function readByMongodb(
    uri: string,
  ): Omit<Read, "port"> & { port?: number; srv: boolean; options: string[] } {
    const parsed = new ConnectionString(uri);
    const { username, password, hosts, pathname, searchParams, isSRV: srv } = parsed;
    const [, host = "", port] = /^\[?(.+?)\]?(?::(\d+))?$/.exec(hosts.join()) ?? [];
    return {
      host,
      ...(srv ? {} : { port: Number(port) }),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      database: pathname === "/" ? undefined : decodeURIComponent(pathname.slice(1)),
      tls: searchParams.get("tls") === "true",
      srv,
      options: [...searchParams.keys()],
    };
  }
  // Paths of these lead to themselves or up in every URL, and so to nothing.
  const databases = fc.option(
    anyText.filter((database) => database !== "." && database !== ".."),
    { nil: undefined },
  );

  it("mongodb-connection-string-url reads what the URI was made of", () =>
    expectRoundTrips(
      "mongodb",
      (uri) => {
        const { srv, options, ...read } = readByMongodb(uri);
        expect({ srv, options }).toEqual({ srv: true, options: ["tls", "authSource"] });
        return read as Read;
      },
      { databases, hosts: anyName },
    ));

  it("and does where DigitalOcean's own URI has hosts and ports", () =>
    expectRoundTrips(
      "mongodb",
      (uri) => {
        const { srv, options, ...read } = readByMongodb(uri);
        expect({ srv, options }).toEqual({ srv: false, options: ["tls", "authSource", "replicaSet"] });
        return read as Read;
      },
      { databases, apiUri: "mongodb://doadmin:x@one:27017,two:27017/admin?replicaSet=planted&tls=true" },
    ));

  it.each([ipv6, "192.0.2.7"])("the address %s has no SRV records: it is asked at its port", (host) => {
    const { srv, ...read } = readByMongodb(connectionUri(uriParts({ engine: "mongodb", host })));
    expect({ srv, host: read.host, port: read.port }).toEqual({ srv: false, host, port: uriParts({}).port });
  });
});

describe("kafka", () => {
  /** Where `kafkajs` goes: what it makes of a broker is first seen by what makes its sockets. */
  async function readByKafkajs(uri: string): Promise<Read> {
    const destinations: Read[] = [];
    const kafka = new Kafka({
      brokers: uri.split(","),
      logLevel: logLevel.NOTHING,
      retry: { retries: 0 },
      socketFactory: ({ host, port }) => {
        destinations.push({ host, port });
        const socket = new Socket();
        setImmediate(() => socket.destroy(new Error("not connected")));
        return socket;
      },
    });
    await expect(kafka.admin().connect()).rejects.toThrow("not connected");
    const [destination] = destinations;
    if (destination === undefined) {
      throw new Error("kafkajs went nowhere");
    }
    return destination;
  }

  it("kafkajs goes to the broker in the list", () =>
    expectRoundTrips("kafka", readByKafkajs, { hosts: fc.oneof(anyName, fc.ipV4()) }));

  it("user, password, database and TLS are no part of the list", () => {
    expect(connectionUri(uriParts({ engine: "kafka", host: "broker", port: 25073 }))).toBe("broker:25073");
    expect(connectionUri(uriParts({ engine: "kafka", host: "broker", ssl: false }))).toBe("broker:25060");
  });

  // It takes a broker apart at the first colon. Kafka's own clients know the brackets.
  it("kafkajs finds no broker with an IPv6 address", async () => {
    const uri = connectionUri(uriParts({ engine: "kafka", host: ipv6 }));
    expect(uri).toBe(`[${ipv6}]:25060`);
    expect(await readByKafkajs(uri)).toEqual({ host: "[2001", port: NaN });
  });
});

describe("opensearch", () => {
  /** Where the client sends requests, and as whom. */
  function connectionsOf(uri: string): { url: URL; authorization: string; auth: unknown } {
    const { connectionPool } = new Client({ node: uri }) as unknown as {
      connectionPool: { auth: unknown; connections: { url: URL; headers: { authorization: string } }[] };
    };
    const [connection, ...others] = connectionPool.connections;
    if (connection === undefined || others.length > 0) {
      throw new Error("one connection was expected");
    }
    const { url, headers } = connection;
    const [scheme, credentials = ""] = headers.authorization.split(" ");
    expect(scheme).toBe("Basic");
    return { url, authorization: Buffer.from(credentials, "base64").toString(), auth: connectionPool.auth };
  }

  /** As the client sends it: a port that is the scheme's own is left out of its URL. */
  function readByOpensearch(uri: string): Read {
    const { url, authorization } = connectionsOf(uri);
    const [, user = "", password = ""] = /^([^:]*):(.*)$/su.exec(authorization) ?? [];
    const tls = url.protocol === "https:";
    const port = url.port === "" ? (tls ? 443 : 80) : Number(url.port);
    expect(url.pathname + url.search + url.hash).toBe("/");
    return { host: url.hostname.replace(/^\[(.+)\]$/, "$1"), port, user, password, tls };
  }

  it("the client sends requests where, and as whom, the URI was made for", () =>
    expectRoundTrips("opensearch", readByOpensearch, {
      hosts: anyHost.map((host) => host.toLowerCase()),
      users: anyText.filter((user) => !user.includes(":")),
    }));

  // RFC 7617, 2: the first colon ends the user's name.
  it("a user with a colon is in the URI, but HTTP has no way to say it", () => {
    const uri = connectionUri(uriParts({ engine: "opensearch", user: "a:b", password: "c" }));
    const { authorization, auth } = connectionsOf(uri);
    expect(auth).toEqual({ username: "a:b", password: "c" });
    expect(authorization).toBe("a:b:c");
  });
});
