import * as fc from "fast-check";
import { getDatabaseCluster, getDatabaseConnectionPool, getDatabaseUser } from "../../src/index";
import type { GetDatabaseClusterArgs } from "../../src/index";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { anyArgument, answerAny, emulator, ending, everyDay, prepareLookUps } from "./lookUps";
import { runs } from "./runs";

prepareLookUps();

/** What Pulumi writes for a value that is not known. */
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

/** Blanks and line ends around a UUID are removed. */
const isUuid = (value: unknown): value is string =>
  typeof value === "string" &&
  /^[\da-fA-F]+(-[\da-fA-F]+){4}$/.test(value.trim()) &&
  value
    .trim()
    .split("-")
    .map((part) => part.length)
    .join() === "8,4,4,4,12" &&
  value.trim() !== unknownId;

it("any uuid: the request for exactly that cluster, or none", async () => {
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
  ["users", getDatabaseUser],
  ["pools", getDatabaseConnectionPool],
] as const)("any name among %s: one segment of the path, or no request", async (collection, lookup) => {
  emulator.behave();
  // A proxy's word, not the API's: nothing more is asked.
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
});
