import type { DigitalOceanApiError } from "../../../src/errors";
import { chooseConnection } from "../../../src/connection/choose";
import type { Connectable, ConnectionNetwork, ConnectionNode } from "../../../src/connection/choose";
import { clusterUuid } from "../../../testing/emulator/clusters";
import { leaksIn } from "../leaks";
import { thrownBy } from "../rejection";
import { clusterWith, places, plantedConnection, subsetsOf } from "./connectable";

const uuid = clusterUuid("pg");

/** Why there is no such connection, without anything of those that there are. */
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

describe("every network and node, of every set of connections that a cluster may have", () => {
  it.each(cases)("$node over $network of a cluster that has $has", ({ network, node, property, present }) => {
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
  });
});

describe("the reason that a message gives", () => {
  it("no standby at all: the cluster may be of a single node", () => {
    const { message } = refusal(clusterWith(["connection", "privateConnection"]), "public", "standby");
    expect(message).toContain("(a cluster with one node has no standby, and some engines never have one)");
  });

  it("no standby of a replica: it is one itself", () => {
    const replica = clusterWith(["connection"], { kind: "replica", clusterUuid: uuid, name: "reports" });
    const { message } = refusal(replica, "public", "standby");
    expect(message).toContain("(a replica has no standby)");
  });

  it("no private connection: there may be no VPC", () => {
    const { message } = refusal(clusterWith(["connection"]), "private", "primary");
    expect(message).toContain("(a private connection needs a VPC)");
  });

  it("does not mention the standby if one is available", () => {
    const { message } = refusal(clusterWith(["connection", "standbyConnection"]), "private", "standby");
    expect(message).toContain("available: primary over the public network, standby over the public network");
    expect(message).not.toContain("single node");
  });

  it("is not the VPC, where a public connection is missing", () => {
    const { message } = refusal(clusterWith(["privateConnection"]), "public", "primary");
    expect(message).toContain("available: primary over the private network");
    expect(message).not.toContain("needs a VPC");
  });
});

describe("a connection of which the place is not there", () => {
  it.each([
    ["no host", { host: undefined }],
    ["no port", { port: undefined }],
  ])("%s: it does not count as a connection", (_, changes) => {
    const connection = plantedConnection("incomplete", changes);
    const cluster = clusterWith(["standbyConnection"], { connection });
    const { message } = refusal(cluster, "public", "primary");
    expect(message).toContain("available: standby over the public network.");
  });

  it("a login is no part of the place", () => {
    const withheld = { uri: undefined, user: undefined, password: undefined };
    const connection = plantedConnection("withheld", withheld);
    expect(chooseConnection(clusterWith([], { connection }), "public", "primary")).toBe(connection);
  });
});

describe("the flat properties", () => {
  const { uri, host, port, user, password, database } = plantedConnection("flat");
  const flat = { uri, host, port, user, password, database };
  const privately = {
    privateUri: "planted-private-uri",
    privateHost: "planted-private.example.com",
    privatePort: 25080,
  };

  it("stand in for the connection", () => {
    expect(chooseConnection(clusterWith([], flat), "public", "primary")).toEqual(flat);
  });

  it("stand in for the private one, which has the same login and a port of its own", () => {
    expect(chooseConnection(clusterWith([], { ...flat, ...privately }), "private", "primary")).toEqual({
      ...flat,
      uri: privately.privateUri,
      host: privately.privateHost,
      port: privately.privatePort,
    });
  });

  it("stand in for no private one without its port: Kafka's is not the public one", () => {
    const { privatePort: _, ...withoutPort } = privately;
    const { message } = refusal(clusterWith([], { ...flat, ...withoutPort }), "private", "primary");
    expect(message).toContain("available: primary over the public network.");
  });

  it("are available", () => {
    const { message } = refusal(clusterWith([], { ...flat, ...privately }), "public", "standby");
    expect(message).toContain(
      "available: primary over the public network, primary over the private network.",
    );
  });

  it("stand in for no standby, and without a private host for no private one", () => {
    const cluster = clusterWith([], flat);
    expect(refusal(cluster, "private", "primary").message).toContain(
      "available: primary over the public network.",
    );
    expect(refusal(cluster, "private", "standby").code).toBe("invalid_argument");
  });

  it("leave a connection that is there alone", () => {
    const cluster = clusterWith(["connection", "privateConnection"], { ...flat, ...privately });
    expect(chooseConnection(cluster, "public", "primary")).toBe(cluster.connection);
    expect(chooseConnection(cluster, "private", "primary")).toBe(cluster.privateConnection);
  });
});

describe("a cluster that is being made", () => {
  it.each(["creating", "forking"])("%s, without any connection: not_online", (status) => {
    for (const { network, node } of places) {
      const error = refusal(clusterWith([], { status }), network, node);
      expect(error.code).toBe("not_online");
      expect(error.message).toContain(`it is not online yet (status ${status}) and has no connection.`);
    }
  });

  it.each(["creating", "forking"])("%s, with the connection there: that one", (status) => {
    const cluster = clusterWith(["connection"], { status });
    expect(chooseConnection(cluster, "public", "primary")).toBe(cluster.connection);
    expect(refusal(cluster, "public", "standby").code).toBe("invalid_argument");
  });

  it.each(["online", "resizing", "migrating", undefined])("status %s is another matter", (status) => {
    expect(refusal(clusterWith([], { status }), "public", "primary").code).toBe("invalid_argument");
  });
});

describe("what the message calls the cluster", () => {
  it("without an id, the function that was called", () => {
    const { message } = refusal(clusterWith([], { id: undefined }), "public", "primary");
    expect(message).toMatch(/^connectionFor: it has no connection /);
  });

  it("the message stays one short line, whatever the id is", () => {
    const id = `two\nlines ${"x".repeat(1000)}`;
    expect(refusal(clusterWith([], { id }), "public", "primary").message.length).toBeLessThan(600);
  });
});
