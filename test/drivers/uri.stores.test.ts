import { Socket } from "node:net";
import { Client } from "@opensearch-project/opensearch";
import * as fc from "fast-check";
import { Redis } from "iovalkey";
import { Kafka, logLevel } from "kafkajs";
import ConnectionString from "mongodb-connection-string-url";
import { connectionUri, isCaFile } from "../../src/connection/uri";
import { uriParts } from "../unit/connection/ordinaryUriParts";
import { anyHost, anyName, anyText, expectRoundTrips } from "../unit/connection/uriParts";
import type { Read } from "../unit/connection/uriParts";

const ipv6 = "2001:db8::7";

describe.each(["redis", "valkey"])("A URI of %s", (engine) => {
  /** Reads a URI as `iovalkey` and `ioredis` connect with it. */
  function readByIovalkey(uri: string): Read & { db: unknown } {
    const { options } = new Redis(uri, { lazyConnect: true });
    const { host = "", port = 0, username = "", password = "", db, tls } = options;
    return { host, port, user: username, password, db, tls: tls !== undefined };
  }

  it("is read by iovalkey as the parts that it was made of", () =>
    expectRoundTrips(
      engine,
      (uri) => {
        const { db, ...read } = readByIovalkey(uri);
        return { ...read, database: String(db) };
      },
      // A database is a number here.
      { databases: fc.integer({ min: 0, max: 15 }).map(String) },
    ));

  it("names no database if there is none, which iovalkey reads as 0", () => {
    const uri = connectionUri(uriParts({ engine, database: undefined }));
    expect(uri).toMatch(/:25060$/);
    expect(readByIovalkey(uri).db).toBe(0);
  });

  it("with a database that is not a number is read by iovalkey as none", () => {
    expect(readByIovalkey(connectionUri(uriParts({ engine, database: "orders" }))).db).toBeNaN();
  });
});

describe("A URI of mongodb", () => {
  /** Reads a URI with the parser of the `mongodb` driver. The name of an SRV record has no port. */
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
  // URL parsers remove these segments from a path.
  const databases = fc.option(
    anyText.filter((database) => database !== "." && database !== ".."),
    { nil: undefined },
  );

  it("is read by mongodb-connection-string-url as the parts that it was made of", () =>
    expectRoundTrips(
      "mongodb",
      (uri) => {
        const { srv, options, ...read } = readByMongodb(uri);
        expect({ srv, options }).toEqual({ srv: true, options: ["tls", "authSource"] });
        return read as Read;
      },
      { databases, hosts: anyName },
    ));

  it("has hosts and ports, which are read as well, if DigitalOcean's own URI has them", () =>
    expectRoundTrips(
      "mongodb",
      (uri) => {
        const { srv, options, ...read } = readByMongodb(uri);
        expect({ srv, options }).toEqual({ srv: false, options: ["tls", "authSource", "replicaSet"] });
        return read as Read;
      },
      { databases, apiUri: "mongodb://doadmin:x@one:27017,two:27017/admin?replicaSet=planted&tls=true" },
    ));

  it("with a CA file is read by mongodb-connection-string-url with every path of the file", () => {
    fc.assert(
      fc.property(anyText.filter(isCaFile), (path) => {
        const uri = new ConnectionString(connectionUri(uriParts({ engine: "mongodb", caFile: path })));
        expect([uri.searchParams.get("tls"), uri.searchParams.get("tlsCAFile")]).toEqual(["true", path]);
      }),
      // The same cases in every run.
      { seed: 25062 },
    );
  });

  it.each([ipv6, "192.0.2.7"])("has a port and no SRV record for the address %s", (host) => {
    const { srv, ...read } = readByMongodb(connectionUri(uriParts({ engine: "mongodb", host })));
    expect({ srv, host: read.host, port: read.port }).toEqual({ srv: false, host, port: uriParts({}).port });
  });
});

describe("The list of brokers of kafka", () => {
  /** Reads a list as `kafkajs` connects with it. Its socket factory gets host and port. */
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
      throw new Error("kafkajs opened no socket");
    }
    return destination;
  }

  it("is read by kafkajs as the host and the port that it was made of", () =>
    expectRoundTrips("kafka", readByKafkajs, { hosts: fc.oneof(anyName, fc.ipV4()) }));

  it("has no user, password, database and TLS", () => {
    expect(connectionUri(uriParts({ engine: "kafka", host: "broker", port: 25073 }))).toBe("broker:25073");
    expect(connectionUri(uriParts({ engine: "kafka", host: "broker", ssl: false }))).toBe("broker:25060");
  });

  // kafkajs splits a broker at the first colon. Kafka's own clients accept the brackets.
  it("has brackets around an IPv6 address, which kafkajs cannot read", async () => {
    const uri = connectionUri(uriParts({ engine: "kafka", host: ipv6 }));
    expect(uri).toBe(`[${ipv6}]:25060`);
    expect(await readByKafkajs(uri)).toEqual({ host: "[2001", port: NaN });
  });
});

describe("A URI of opensearch", () => {
  /** The address and the login of the client's only connection. */
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

  /** Reads a URI as the client sends requests. Its URL has no port that is the scheme's default. */
  function readByOpensearch(uri: string): Read {
    const { url, authorization } = connectionsOf(uri);
    const [, user = "", password = ""] = /^([^:]*):(.*)$/su.exec(authorization) ?? [];
    const tls = url.protocol === "https:";
    const port = url.port === "" ? (tls ? 443 : 80) : Number(url.port);
    expect(url.pathname + url.search + url.hash).toBe("/");
    return { host: url.hostname.replace(/^\[(.+)\]$/, "$1"), port, user, password, tls };
  }

  it("is read by the client as the parts that it was made of", () =>
    expectRoundTrips("opensearch", readByOpensearch, {
      hosts: anyHost.map((host) => host.toLowerCase()),
      users: anyText.filter((user) => !user.includes(":")),
    }));

  // RFC 7617, 2: the first colon ends the user's name.
  it("can have a user with a colon, which HTTP cannot send", () => {
    const uri = connectionUri(uriParts({ engine: "opensearch", user: "a:b", password: "c" }));
    const { authorization, auth } = connectionsOf(uri);
    expect(auth).toEqual({ username: "a:b", password: "c" });
    expect(authorization).toBe("a:b:c");
  });
});
