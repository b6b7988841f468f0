import * as pulumi from "@pulumi/pulumi";

const ordersUuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";
const auditUuid = "b8f2f5d2-1d6e-4d0e-8f39-5f7f5d0a9c11";

const connection = { port: 25060, user: "doadmin", password: "p@ss/word", database: "defaultdb", ssl: true };

/** The properties that the program uses of the cluster that it looks up. */
const orders = {
  name: "orders",
  engine: "pg",
  region: "fra1",
  connection: { ...connection, host: "orders.db.example.com" },
  privateConnection: { ...connection, host: "private-orders.db.example.com" },
};

/** The properties that the program uses of the cluster that is a resource. */
const audit = { engine: "mysql", standbyConnection: { ...connection, host: "replica-audit.db.example.com" } };

let program: typeof import("./index");

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    call: ({ token, inputs }) =>
      token === "digitalocean-databases:index:getDatabaseCluster" && inputs.uuid === ordersUuid ? orders : {},
    newResource: ({ type, id, inputs }) =>
      type === "pulumi-nodejs:dynamic/digitalocean:DatabaseCluster"
        ? { id: id, state: audit }
        : { id: "some-id", state: inputs },
  });
  pulumi.runtime.setConfig("project:ordersUuid", ordersUuid);
  pulumi.runtime.setConfig("project:auditUuid", auditUuid);
  program = await import("./index");
});

/** The value of an Output, or its error. (The SDK has `promise` and `isKnown`, but its types do not show them.) */
async function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  const inside = output as unknown as { promise(): Promise<T>; isKnown: Promise<boolean> };
  const [value] = await Promise.all([inside.promise(), inside.isKnown, pulumi.isSecret(output)]);
  return value;
}

test("the application writes to orders over the VPC", async () => {
  expect(await valueOf(program.environment)).toMatchObject({
    PGHOST: "private-orders.db.example.com",
    DATABASE_URL:
      "postgresql://doadmin:p%40ss%2Fword@private-orders.db.example.com:25060/defaultdb?sslmode=require",
  });
});

test("it reports from the standby nodes of audit", async () => {
  expect(await valueOf(program.environment)).toMatchObject({
    AUDIT_MYSQL_HOST: "replica-audit.db.example.com",
    AUDIT_MYSQL_DATABASE: "defaultdb",
  });
});

test("its environment is secret, and its region is not", async () => {
  expect(await pulumi.isSecret(program.environment)).toBe(true);
  expect(await pulumi.isSecret(program.region)).toBe(false);
  expect(await valueOf(program.region)).toBe("fra1");
});
