import * as fc from "fast-check";
import { getDatabaseCluster, getDatabaseConnectionPool, getDatabaseUser } from "../../src/index";
import type { GetDatabaseClusterArgs } from "../../src/index";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { anyArgument, answerAny, emulator, ending, everyDay, prepareLookUps } from "./lookUps";
import { runs } from "./runs";

prepareLookUps();

/** The text that Pulumi writes for an unknown value. */
const unknownId = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const uuids = fc.oneof(
  fc.uuid(),
  fc.uuid().map((uuid) => uuid.toUpperCase()),
  fc
    .tuple(fc.uuid(), fc.constantFrom("/users", "/../x", "?a", "#b", " ", "\n", "%00", "\0"))
    .map((parts) => parts.join("")),
  fc.constantFrom("../account", "..", "metrics/credentials", "%2e%2e", unknownId),
  anyArgument,
);

/** Whether the value is a UUID, perhaps with blanks and line ends around it. */
const isUuid = (value: unknown): value is string =>
  typeof value === "string" &&
  /^[\da-fA-F]+(-[\da-fA-F]+){4}$/.test(value.trim()) &&
  value
    .trim()
    .split("-")
    .map((part) => part.length)
    .join() === "8,4,4,4,12" &&
  value.trim() !== unknownId;

it("getDatabaseCluster requests exactly the cluster of a random uuid, or fails without a request", async () => {
  answerAny();
  await fc.assert(
    fc.asyncProperty(uuids, async (uuid) => {
      const args = { uuid, token: Emulator.token, apiEndpoint: emulator.url } as GetDatabaseClusterArgs;
      const path = `/v2/databases/${String(uuid).trim().toLowerCase()}`;
      const { error } = await ending(() => getDatabaseCluster(args), path, Emulator.token);
      expect(error?.code).toBe(isUuid(uuid) ? undefined : "invalid_argument");
    }),
    runs(everyDay),
  );
});

it.each([
  ["getDatabaseUser", "users", getDatabaseUser],
  ["getDatabaseConnectionPool", "pools", getDatabaseConnectionPool],
] as const)(
  "%s sends a random name as one segment of the path among %s, or fails without a request",
  async (_, collection, lookup) => {
    // Another server's 404, after which nothing else is requested.
    emulator.misbehave({ status: 404, body: "" });
    const clusterUuid_ = clusterUuid("pg");
    await fc.assert(
      fc.asyncProperty(anyArgument, async (name) => {
        const args = { clusterUuid: clusterUuid_, name, token: Emulator.token, apiEndpoint: emulator.url };
        const segment =
          typeof name === "string" && !/\p{Surrogate}/u.test(name) ? encodeURIComponent(name) : "";
        const path = `/v2/databases/${clusterUuid_}/${collection}/${segment}`;
        const { error } = await ending(() => lookup(args as never), path, Emulator.token);
        expect(["invalid_argument", "not_found"]).toContain(error?.code);
      }),
      runs(everyDay),
    );
  },
);
