import type { DigitalOceanApiError } from "../../../src/errors";
import { chooseConnection, chooseDatabase } from "../../../src/connection/choose";
import type { Connectable, ConnectionNetwork, ConnectionNode } from "../../../src/connection/choose";
import { clusterUuid } from "../../../testing/emulator/clusters";
import { leaksIn } from "../leaks";
import { thrownBy } from "../rejection";
import { clusterWith, places, plantedConnection, subsetsOf } from "./connectable";

const uuid = clusterUuid("pg");

/** The error for a missing connection. It shows nothing of the others. */
function refusal(
  cluster: Connectable,
  network: ConnectionNetwork,
  node: ConnectionNode,
): DigitalOceanApiError {
  const error = thrownBy(() => chooseConnection(cluster, network, node));
  expect(error.message).not.toMatch(/[\r\n]|undefined|null|25060/);
  expect(leaksIn(error, ["planted"])).toEqual([]);
  expect(error).toMatchObject({ clusterUuid: cluster.id, attempts: 0 });
  return error;
}

const cases = subsetsOf(places).flatMap((present) =>
  places.map((place) => ({
    ...place,
    present,
    has: present.map(({ property }) => property).join(", ") || "no connection",
  })),
);

describe("chooseConnection", () => {
  it.each(cases)(
    "for the $node over the $network network, of a cluster that has $has, returns it or lists the others",
    ({ network, node, property, present }) => {
      const cluster = clusterWith(present.map((place) => place.property));
      if (present.some((place) => place.property === property)) {
        expect(chooseConnection(cluster, network, node)).toBe(cluster[property]);
        return;
      }
      const error = refusal(cluster, network, node);
      expect(error.code).toBe("invalid_argument");
      expect(error.message).toContain(
        `database cluster ${uuid}: it has no connection to the ${node} over the ${network} network`,
      );
      const offered = present.map((place) => `${place.node} over the ${place.network} network`);
      expect(error.message).toContain(
        present.length === 0
          ? ", and no other connection: DigitalOcean gave none, or the producer's stack does not export `connection`."
          : `; available: ${offered.join(", ")}. Choose with \`network\` and \`node\`.`,
      );
      for (const place of places) {
        expect(error.message.split("available")[1]?.includes(`${place.node} over the ${place.network}`)).toBe(
          present.length === 0 ? undefined : present.includes(place),
        );
      }
    },
  );
});

describe("The message about a missing connection", () => {
  it("does not say that a cluster may have no standby if it has one over the other network", () => {
    const { message } = refusal(clusterWith(["standbyPrivateConnection"]), "public", "standby");
    expect(message).not.toContain("has no standby");
  });

  it("says that a cluster with one node has no standby if the cluster has none", () => {
    const { message } = refusal(clusterWith(["connection", "privateConnection"]), "public", "standby");
    expect(message).toContain("(a cluster with one node has no standby, and some engines never have one)");
  });

  it("says that a replica has no standby", () => {
    const replica = clusterWith(["connection"], { kind: "replica", clusterUuid: uuid, name: "reports" });
    const { message } = refusal(replica, "public", "standby");
    expect(message).toContain("(a replica has no standby)");
  });

  it("says that a private connection needs a VPC if the cluster has none", () => {
    const { message } = refusal(clusterWith(["connection"]), "private", "primary");
    expect(message).toContain("(a private connection needs a VPC)");
  });

  it("does not explain a missing standby if one is available over the other network", () => {
    const { message } = refusal(clusterWith(["connection", "standbyConnection"]), "private", "standby");
    expect(message).toContain("available: primary over the public network, standby over the public network");
    expect(message).not.toContain("single node");
  });

  it("does not mention the VPC if a public connection is missing", () => {
    const { message } = refusal(clusterWith(["privateConnection"]), "public", "primary");
    expect(message).toContain("available: primary over the private network");
    expect(message).not.toContain("needs a VPC");
  });
});

describe("A connection with members missing", () => {
  it.each([
    ["no host", { host: undefined }],
    ["no port", { port: undefined }],
  ])("does not count as a connection if it has %s", (_, changes) => {
    const connection = plantedConnection("incomplete", changes);
    const cluster = clusterWith(["standbyConnection"], { connection });
    const { message } = refusal(cluster, "public", "primary");
    expect(message).toContain("available: standby over the public network.");
  });

  it("counts as a connection if it has no login", () => {
    const withheld = { uri: undefined, user: undefined, password: undefined };
    const connection = plantedConnection("withheld", withheld);
    expect(chooseConnection(clusterWith([], { connection }), "public", "primary")).toBe(connection);
  });
});

describe("The flat properties of a cluster", () => {
  const { uri, host, port, user, password, database } = plantedConnection("flat");
  const flat = { uri, host, port, user, password, database };
  const privately = {
    privateUri: "planted-private-uri",
    privateHost: "planted-private.example.com",
    privatePort: 25080,
  };

  it("are used in place of a missing connection", () => {
    expect(chooseConnection(clusterWith([], flat), "public", "primary")).toEqual(flat);
  });

  it("are used in place of a missing private connection, with the same login and its own port", () => {
    expect(chooseConnection(clusterWith([], { ...flat, ...privately }), "private", "primary")).toEqual({
      ...flat,
      uri: privately.privateUri,
      host: privately.privateHost,
      port: privately.privatePort,
    });
  });

  it("are not used in place of a private connection without a private port, which differs for Kafka", () => {
    const { privatePort: _, ...withoutPort } = privately;
    const { message } = refusal(clusterWith([], { ...flat, ...withoutPort }), "private", "primary");
    expect(message).toContain("available: primary over the public network.");
  });

  it("are listed as available", () => {
    const { message } = refusal(clusterWith([], { ...flat, ...privately }), "public", "standby");
    expect(message).toContain(
      "available: primary over the public network, primary over the private network.",
    );
  });

  it("are not used in place of a standby, or of a private connection without a private host", () => {
    const cluster = clusterWith([], flat);
    expect(refusal(cluster, "private", "primary").message).toContain(
      "available: primary over the public network.",
    );
    expect(refusal(cluster, "private", "standby").code).toBe("invalid_argument");
  });

  it("are not used in place of connections that are present", () => {
    const cluster = clusterWith(["connection", "privateConnection"], { ...flat, ...privately });
    expect(chooseConnection(cluster, "public", "primary")).toBe(cluster.connection);
    expect(chooseConnection(cluster, "private", "primary")).toBe(cluster.privateConnection);
  });
});

describe("chooseConnection for a cluster with a status", () => {
  it.each(["creating", "forking"])(
    "fails with not_online if the status is %s and there is no connection",
    (status) => {
      for (const { network, node } of places) {
        const error = refusal(clusterWith([], { status }), network, node);
        expect(error.code).toBe("not_online");
        expect(error.message).toContain(`it is not online yet (status ${status}) and has no connection.`);
      }
    },
  );

  it.each(["creating", "forking"])(
    "returns the connection if the status is %s and it is present",
    (status) => {
      const cluster = clusterWith(["connection"], { status });
      expect(chooseConnection(cluster, "public", "primary")).toBe(cluster.connection);
      expect(refusal(cluster, "public", "standby").code).toBe("invalid_argument");
    },
  );

  it.each(["online", "resizing", "migrating", undefined])(
    "fails with invalid_argument if the status is %s and there is no connection",
    (status) => {
      expect(refusal(clusterWith([], { status }), "public", "primary").code).toBe("invalid_argument");
    },
  );
});

describe("The name of the cluster in the message about a missing connection", () => {
  it("is replaced by the function's name if the cluster has no id", () => {
    const { message } = refusal(clusterWith([], { id: undefined }), "public", "primary");
    expect(message).toMatch(/^connectionFor: it has no connection /);
  });

  it("keeps the message one short line if the id has line breaks and is long", () => {
    const id = `two\nlines ${"x".repeat(1000)}`;
    expect(refusal(clusterWith([], { id }), "public", "primary").message.length).toBeLessThan(600);
  });
});

describe.each(["redis", "valkey"])("chooseDatabase of a cluster of %s", (engine) => {
  const cluster = clusterWith([], { engine });
  const connection = plantedConnection("public");

  it.each(["0", "15"])("returns the number %j", (database) => {
    expect(chooseDatabase(cluster, connection, database)).toBe(database);
  });

  it.each(["orders", "1a", "a1", "1.5", "-1", " 1", ""])("refuses %j, which is not a number", (database) => {
    const error = thrownBy(() => chooseDatabase(cluster, connection, database));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain(`the engine ${engine} has numbered databases`);
  });
});
