import { setTimeout as sleep } from "node:timers/promises";
import { connectionFor } from "../../../src/index";
import { clusterUuid, databaseCluster, engines } from "../../../testing/emulator/clusters";
import type { Engine } from "../../../testing/emulator/clusters";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import { beginProgram } from "../pulumiProgram";
import { forms, kinds, lookedUp } from "./lookedUp";
import type { Form, Kind } from "./lookedUp";
import { expectedOutcomes, outcomesOf } from "./outcomes";
import type { Asked, Offer } from "./outcomes";

/** What there may be less of than the most. */
type Lack = "everything" | "no standby" | "no VPC" | "no user of its own";

interface Case {
  readonly kind: Kind;
  readonly engine: Engine;
  readonly lack: Lack;
  readonly form: Form;
}

const lacksOf: Record<Kind, readonly Lack[]> = {
  cluster: ["everything", "no standby", "no VPC"],
  pool: ["everything", "no standby", "no VPC", "no user of its own"],
  replica: ["everything", "no VPC"],
};

const enginesOf: Record<Kind, readonly Engine[]> = {
  cluster: engines,
  pool: ["pg"],
  replica: ["pg", "mysql"],
};

/** Everything in every form; what is not there is not there in whichever form. */
const cases = kinds.flatMap((kind) =>
  enginesOf[kind].flatMap((engine) =>
    lacksOf[kind].flatMap((lack) =>
      (lack === "everything" ? forms : (["awaited"] as const)).map((form): Case => ({
        kind,
        engine,
        lack,
        form,
      })),
    ),
  ),
);

const places = (["public", "private"] as const).flatMap((network) =>
  (["primary", "standby"] as const).map((node) => ({ network, node })),
);

/** Whom a connection may be as: whoever it is, who is known, known without a password, and not known at all. */
const logins: readonly Pick<Asked, "user" | "password">[] = [
  {},
  { user: "doadmin" },
  { user: "app" },
  { user: "reader" },
  { user: "planted-stranger" },
  { user: "planted-stranger", password: "planted p@ss/:?#%2F" },
  { password: "planted p@ss/:?#%2F" },
];

const databases: readonly Pick<Asked, "database">[] = [{}, { database: "orders" }, { database: "7" }];

const everyQuestion = places.flatMap((place) =>
  logins.flatMap((login) => databases.map((database): Asked => ({ ...place, ...login, ...database }))),
);

/** Begins every password, and is part of whatever else messages may not tell. */
const secrets = /AVNS_|planted p|planted%20p|example\.com|:\/\//;

const emulator = useEmulator();
beforeEach(() => beginProgram());
afterAll(async () => {
  // Jest fails a test that leaves a rejection which nobody handles, if it is still running then.
  await sleep(200);
});

function without(lack: Lack): Record<string, unknown> {
  switch (lack) {
    case "everything":
      return {};
    case "no standby":
      return { standby_connection: null, standby_private_connection: null };
    case "no VPC":
      return { private_connection: null, standby_private_connection: null };
    case "no user of its own": {
      const anonymous = (property: string): [string, object] => [
        property,
        { ...(connectionPool()[property] as object), uri: "", user: "", password: "" },
      ];
      const names = ["connection", "private_connection", "standby_connection", "standby_private_connection"];
      return { user: "", ...Object.fromEntries(names.map(anonymous)) };
    }
  }
}

/** Users of whom one has no password; of MongoDB, as in the API, nobody has one. */
function usersOf(engine: Engine): unknown {
  const users = databaseCluster(engine)["users"] as { name: string }[] | null;
  return (
    users && [
      ...users.map((user) => (engine === "mongodb" ? { ...user, password: undefined } : user)),
      { name: "reader", role: "normal" },
    ]
  );
}

/** Lets the emulator have it, and nothing else. */
function planted(kind: Kind, engine: Engine, lack: Lack): Offer {
  const uuid = clusterUuid(engine);
  const cluster = databaseCluster(engine, { users: usersOf(engine), ...without(lack) });
  const pool = connectionPool(without(lack));
  const replica = databaseReplica(engine === "mysql" ? "mysql" : "pg", without(lack));
  emulator.state = {
    ...emulator.state,
    clusters: [cluster],
    pools: { [uuid]: [pool] },
    replicas: { [uuid]: [replica] },
  };
  const name = `database cluster ${uuid}`;
  switch (kind) {
    case "cluster":
      return { kind, engine, inApi: cluster, subject: name };
    case "pool":
      return { kind, engine, inApi: pool, subject: `connection pool planted-pool of ${name}` };
    case "replica":
      return { kind, engine, inApi: replica, subject: `replica planted-replica of ${name}` };
  }
}

/**
 * As many questions as are asked at once. Where Pulumi has switched V8's debugger on, as its tests of resources do in
 * the same process, every error takes the longer, the more promises wait.
 */
const atOnce = 28;
const questionGroups = Array.from({ length: Math.ceil(everyQuestion.length / atOnce) }, (_, index) =>
  everyQuestion.slice(index * atOnce, (index + 1) * atOnce),
);

describe("every place, user and database: a connection, all of it right, or an error that says what there is", () => {
  it.each(cases)(
    "$kind of $engine with $lack, $form",
    async ({ kind, engine, lack, form }) => {
      const offer = planted(kind, engine, lack);
      const source = await lookedUp(kind, engine, form, emulator);
      const outcomes = [];
      for (const group of questionGroups) {
        outcomes.push(
          ...(await Promise.all(
            group.map(async (asked) => ({ asked, ...(await outcomesOf(connectionFor(source, asked))) })),
          )),
        );
      }
      expect(outcomes).toEqual(everyQuestion.map((asked) => ({ asked, ...expectedOutcomes(offer, asked) })));

      const messages = outcomes.flatMap((outcome) =>
        Object.values(outcome).filter((value) => typeof value === "string"),
      );
      expect(messages.length).toBeGreaterThan(0);
      expect(messages.join("")).not.toMatch(secrets);
      expect(messages.join("")).not.toMatch(/[\r\n]|undefined|null/);
    },
    30_000,
  );
});
