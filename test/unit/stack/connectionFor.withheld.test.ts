import { connectionFor, getDatabaseConnectionPool, getDatabaseReplica } from "../../../src/index";
import type { ConnectionSource, DigitalOceanApiError } from "../../../src/index";
import { clusterUuid, connectionUri, databaseCluster } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import { allScopes } from "../../../testing/emulator/scopes";
import { failOnUnhandledRejections } from "../lateRejections";
import { beginProgram } from "../pulumiProgram";
import { thrownBy } from "../rejection";
import { failuresOf } from "../seenOutput";
import { chosenProperties, connectionProperties, known, seenConnection } from "./seenConnection";
import type { ConnectionProperty } from "./seenConnection";
import { forms, kinds, lookedUp } from "./lookedUp";
import type { Form, Kind } from "./lookedUp";

const uuid = clusterUuid("pg");
const names: Record<Kind, string> = {
  cluster: `database cluster ${uuid}`,
  pool: `connection pool planted-pool of database cluster ${uuid}`,
  replica: `replica planted-replica of database cluster ${uuid}`,
};
const inApi: Record<Kind, Connection> = {
  cluster: databaseCluster("pg")["connection"] as Connection,
  pool: connectionPool()["connection"] as Connection,
  replica: databaseReplica()["connection"] as Connection,
};

const emulator = useEmulator();
failOnUnhandledRejections();
beforeAll(() => {
  // The lookup warns of a replica that is not online.
  jest.spyOn(console, "warn").mockReturnValue(undefined);
});
beforeEach(() => beginProgram());
afterEach(() => {
  emulator.allow(Emulator.token);
});
afterAll(() => {
  jest.restoreAllMocks();
});

/** The error with which exactly these properties fail. */
async function failure(
  connection: object,
  failing: readonly ConnectionProperty[],
): Promise<DigitalOceanApiError> {
  const errors = await failuresOf(connection);
  expect(connectionProperties.filter((_, index) => errors[index] !== undefined)).toEqual(failing);
  const [error, ...others] = new Set(errors.filter((each) => each !== undefined));
  expect(others).toEqual([]);
  return error as DigitalOceanApiError;
}

const everySource = kinds.flatMap((kind) => forms.map((form) => [kind, form] as const));

describe.each(everySource)("connectionFor of a %s (%s) without database:view_credentials", (kind, form) => {
  let source: ConnectionSource;
  beforeEach(async () => {
    emulator.allow(
      Emulator.token,
      allScopes.filter((scope) => scope !== "database:view_credentials"),
    );
    source = await lookedUp(kind, "pg", form, emulator);
  });

  const missing = ["uri", "user", "password"] as const;

  it("fails for the login with an error that names the scope and the options to pass", async () => {
    const error = await failure(connectionFor(source), missing);
    expect(error).toMatchObject({ code: "credentials_withheld", clusterUuid: uuid });
    // The API shows the user of a pool to every token.
    expect(error.message).toBe(
      `${names[kind]}: its ${kind === "pool" ? "password" : "user"} is missing: DigitalOcean withholds it from a ` +
        "token without the scope database:view_credentials. Pass `user` and `password` to connectionFor or a DatabaseConnection, as secrets. [credentials_withheld]",
    );
  });

  it("returns a connection if the program passes user and password", async () => {
    const login = { user: "reports", password: "p@ss" };
    const { host, port, database, ssl } = inApi[kind];
    const parts = { ...login, host, port, database, ssl };
    expect(await seenConnection(connectionFor(source, login))).toEqual(
      known("pg", { ...parts, uri: connectionUri("pg", parts) }),
    );
  });

  it(
    kind === "pool"
      ? "returns a connection of the pool's user if the program passes only the password"
      : "fails with credentials_withheld if the program passes only the password",
    async () => {
      const connection = connectionFor(source, { password: "p@ss" });
      if (kind === "pool") {
        expect((await seenConnection(connection)).user).toEqual({ known: true, secret: true, value: "app" });
      } else {
        const error = await failure(connection, missing);
        expect(error.code).toBe("credentials_withheld");
      }
    },
  );
});

describe.each(forms)("connectionFor of a replica (%s)", (form: Form) => {
  it.each(["creating", "forking"])(
    "fails with not_online and names the replica if its status is %s",
    async (status) => {
      const nothing = { connection: null, private_connection: null };
      emulator.state.replicas = { [uuid]: [databaseReplica("pg", { status, ...nothing })] };
      const source = await lookedUp("replica", "pg", form, emulator);
      const error = await failure(connectionFor(source), chosenProperties);
      expect(error).toMatchObject({ code: "not_online", clusterUuid: uuid });
      expect(error.message).toBe(
        `${names.replica}: it is not online yet (status ${status}) and has no connection. Try again when it is online. [not_online]`,
      );
    },
  );
});

describe("connectionFor", () => {
  const args = { clusterUuid: uuid, token: Emulator.token };

  it.each<[string, () => Promise<unknown>]>([
    [
      "a connection pool",
      () => getDatabaseConnectionPool({ ...args, apiEndpoint: emulator.url, name: "planted-pool" }),
    ],
    ["a replica", () => getDatabaseReplica({ ...args, apiEndpoint: emulator.url, name: "planted-replica" })],
  ])("throws invalid_argument if %s was not awaited", async (_, lookUp) => {
    emulator.state.replicas = { [uuid]: [databaseReplica()] };
    const promise = lookUp();
    const error = thrownBy(() => connectionFor(promise as unknown as ConnectionSource));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain("`await`");
    await promise;
  });
});
