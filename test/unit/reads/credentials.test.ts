import type { DigitalOceanApiError } from "../../../src/errors";
import { databaseCluster, engines, plantedPassword } from "../../../testing/emulator/clusters";
import { leaksIn } from "../leaks";
import { thrownBy } from "../rejection";
import { askedUuid, connectionWith, described, minimal, requireClusterCredentials } from "./apiCluster";

const source = "the environment variable DIGITALOCEAN_TOKEN";
const redacted = "postgresql://planted-pg.example.com:25060/defaultdb?sslmode=require";

function refusal(api: Record<string, unknown>): DigitalOceanApiError {
  const error = thrownBy(() => requireClusterCredentials(described(api), askedUuid, source));
  expect(error.message).not.toMatch(/[\r\n]/);
  expect(error.message).toContain("With `requireCredentials: false` the lookup succeeds without them.");
  expect(leaksIn(error, [plantedPassword("pg")])).toEqual([]);
  return error;
}

it.each(engines)("requireCredentials accepts a cluster of %s with all its credentials", (engine) => {
  const cluster = described(databaseCluster(engine));
  expect(requireClusterCredentials(cluster, askedUuid, source)).toBe(cluster);
});

describe("A cluster whose credentials are withheld", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["they are absent", { uri: undefined, user: undefined, password: undefined }, "uri, user and password"],
    ["they are empty", { uri: "", user: "", password: "" }, "uri, user and password"],
    ["they are null", { uri: null, user: null, password: null }, "uri, user and password"],
    [
      "the URI is redacted and the others are absent",
      { uri: redacted, user: undefined, password: undefined },
      "uri, user and password",
    ],
    [
      "the URI is redacted and the others are empty",
      { uri: redacted, user: "", password: "" },
      "uri, user and password",
    ],
    ["only the password is absent", { password: undefined }, "uri and password"],
  ])("leads to credentials_withheld and the scope if %s", (_, changes, missing) => {
    const error = refusal(databaseCluster("pg", { connection: connectionWith(changes) }));
    expect(error).toMatchObject({
      code: "credentials_withheld",
      clusterUuid: askedUuid,
      status: 200,
    });
    expect(error.message).toContain(
      `database cluster ${askedUuid} (planted-pg): DigitalOcean withheld its ${missing}: ` +
        `the token from ${source} lacks the scope database:view_credentials`,
    );
  });

  it("leads to a message with two reasons if the engine is MongoDB: the scope, and that passwords are shown once", () => {
    const connection = connectionWith({ uri: "mongodb+srv://doadmin@x/admin", password: "" });
    const error = refusal(databaseCluster("mongodb", { connection }));
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toContain("database:view_credentials");
    expect(error.message).toContain("shows MongoDB passwords only when they are made");
    expect(error.message).toContain("pass one to connectionFor or a DatabaseConnection, as `password`");
  });

  it.each([undefined, "migrating", "resizing", "hibernating"])(
    "leads to a message with two reasons if the status is %s: the scope, and that the cluster is not ready",
    (status) => {
      const connection = connectionWith({ password: undefined });
      const error = refusal({ ...minimal, status, connection });
      expect(error.code).toBe("credentials_withheld");
      expect(error.message).toContain(`or the cluster is not ready (status ${status ?? "unknown"})`);
    },
  );

  it("leads to credentials_withheld if the engine is unknown", () => {
    const connection = connectionWith({ password: undefined });
    expect(refusal(databaseCluster("pg", { engine: "duckdb", connection })).code).toBe(
      "credentials_withheld",
    );
  });
});

describe("A cluster that is being created", () => {
  it.each(["creating", "forking"])(
    "leads to not_online if it has the status %s and no connection",
    (status) => {
      for (const connection of [undefined, null, {}, connectionWith({ password: "" })]) {
        const error = refusal({ ...minimal, status, connection });
        expect(error).toMatchObject({ code: "not_online", clusterUuid: askedUuid });
        expect(error.message).toContain(`it is not online yet (status ${status})`);
      }
    },
  );

  it.each(["creating", "forking"])(
    "is accepted if it has the status %s and all its credentials",
    (status) => {
      const cluster = described(databaseCluster("pg", { status }));
      expect(requireClusterCredentials(cluster, askedUuid, source)).toBe(cluster);
    },
  );
});

it.each(["resizing", "migrating", "hibernating", undefined])(
  "requireCredentials accepts a cluster with the status %s and all its credentials",
  (status) => {
    const cluster = described(databaseCluster("pg", { status }));
    expect(requireClusterCredentials(cluster, askedUuid, source)).toBe(cluster);
  },
);

describe("A cluster that lacks what no scope withholds", () => {
  it.each<[string, unknown]>([
    ["no connection", undefined],
    ["null for its connection", null],
    ["an empty connection", {}],
    ["a connection with only a URI", { uri: redacted }],
    ["a connection with only ssl", { ssl: true }],
  ])("leads to unexpected_response if it is online and has %s", (_, connection) => {
    for (const status of ["online", "hibernating", undefined]) {
      const error = refusal({ ...minimal, status, connection });
      expect(error).toMatchObject({ code: "unexpected_response", clusterUuid: askedUuid });
      expect(error.message).toContain(
        `the answer (status ${status ?? "unknown"}) has no connection: no uri, host, port, user and password. ` +
          "No scope of the token withholds a host. Try again in a few minutes;",
      );
      expect(error.message).not.toContain("view_credentials");
    }
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["host", { host: undefined }, "host"],
    ["port", { port: 0, uri: null }, "uri and port"],
    ["host and port", { host: undefined, port: 0 }, "host and port"],
    ["port and login", { uri: "", port: null, user: "", password: "" }, "uri, port, user and password"],
  ])("leads to unexpected_response if its connection has no %s", (_, changes, missing) => {
    const error = refusal(databaseCluster("pg", { connection: connectionWith(changes) }));
    expect(error.code).toBe("unexpected_response");
    expect(error.message).toContain(`has no connection.${missing}. No scope of the token withholds a host`);
    expect(error.message).not.toContain("view_credentials");
  });

  it.each(["resizing", "migrating"])("leads to not_online if it has the status %s and no host", (status) => {
    for (const connection of [undefined, connectionWith({ host: null })]) {
      const error = refusal({ ...minimal, status, connection });
      expect(error.code).toBe("not_online");
      expect(error.message).toContain(`it is not online yet (status ${status})`);
    }
  });

  it.each(["pg", "kafka", "redis"] as const)(
    "leads to credentials_withheld without the scope if it is of %s and has a password and no user",
    (engine) => {
      const connection = { ...(databaseCluster(engine)["connection"] as object), user: "" };
      const error = refusal(databaseCluster(engine, { connection }));
      expect(error.code).toBe("credentials_withheld");
      expect(error.message).toContain("has its password but no user, so no scope is missing.");
    },
  );

  it("leads to a message that says why no URI can be built: the engine is unknown or the host is malformed", () => {
    const withoutUri = connectionWith({ uri: null });
    const unknown = refusal(databaseCluster("pg", { engine: "duckdb", connection: withoutUri }));
    expect(unknown.code).toBe("unexpected_response");
    expect(unknown.message).toContain(
      "has no connection.uri, and none can be built: this release does not know the URIs of the engine duckdb",
    );
    const broken = refusal(databaseCluster("pg", { connection: connectionWith({ uri: null, host: "a/b" }) }));
    expect(broken.message).toContain("and none can be built: its host or another part cannot be part of one");
  });
});

describe("The message about missing credentials", () => {
  const odd = `two\nlines ${"x".repeat(500)}`;
  it.each(["id", "name", "status"])(
    "stays one short line if the answer's %s has line breaks and is long",
    (member) => {
      const error = refusal({ ...minimal, status: "resizing", [member]: odd });
      expect(error.message.length).toBeLessThan(600);
    },
  );
});
