import { requireCredentials, warnOfOddDetails, warnOfStatus } from "../../../src/reads/credentials";
import type { Facts } from "../../../src/reads/credentials";
import { thrownBy } from "../rejection";
import { askedUuid } from "./apiCluster";

const subject = { name: "database cluster x", clusterUuid: askedUuid };
const lookedUp = { tokenSource: "the token's source", attempts: 1 };
const connection = { host: "host", port: 25060, user: "user", password: "planted" };
const all = { ...connection, uri: "uri" };

type Properties = { [Property in keyof typeof all]?: string | number | undefined };

/** The text between the name of what is looked up and the advice about `requireCredentials`. */
function reason(properties: Properties, facts: Partial<Facts> = {}): string {
  const error = thrownBy(() => {
    requireCredentials(
      properties,
      ["uri", "host", "port", "user", "password"],
      { subject, ...facts },
      lookedUp,
    );
  });
  const way =
    facts.isOfUseWithout === false
      ? ""
      : "With `requireCredentials: false` the lookup succeeds without them. ";
  const [, text] = new RegExp(`^database cluster x: (.*\\.) ${way}\\[\\w+\\]$`).exec(error.message) ?? [];
  return text ?? error.message;
}

const withoutLogin = { host: "host", port: 25060 };
const scope =
  "the token from the token's source lacks the scope database:view_credentials; give it the scope, or use one that has it";

describe("The whole message about missing credentials", () => {
  it.each<[string, Properties, Partial<Facts>, string]>([
    [
      "says to try again if the cluster is being created",
      {},
      { status: "creating" },
      "it is not online yet (status creating) and has no uri, host, port, user and password. Try again when it is online.",
    ],
    [
      "names waitForOnline if that waits for the cluster",
      connection,
      { status: "creating", canBeWaitedFor: true },
      "it is not online yet (status creating) and has no uri. Try again when it is online, or let an update wait for it: " +
        "`waitForOnline: true`.",
    ],
    [
      "leads to doctl if there is no connection",
      {},
      {},
      "the answer has no connection: no uri, host, port, user and password. No scope of the token withholds a host. Try " +
        "again in a few minutes; if `doctl databases get` shows no host either, ask DigitalOcean's support.",
    ],
    [
      "leads to the support if only a port is missing, and has the status",
      { ...all, port: undefined },
      { status: "online" },
      "the answer (status online) has no connection.port. No scope of the token withholds a host or a port. Try again in " +
        "a few minutes; if it stays like that, ask DigitalOcean's support.",
    ],
    [
      "asks for user and password if only the user is missing",
      { ...all, user: undefined },
      {},
      "the answer has its password but no user, so no scope is missing. Pass `user` and `password` to connectionFor or a " +
        "DatabaseConnection.",
    ],
    ["names the scope", withoutLogin, {}, `DigitalOcean withheld its uri, user and password: ${scope}.`],
    ...["online", "active"].map((status): [string, Properties, Partial<Facts>, string] => [
      `names only the scope if the status is ${status}`,
      withoutLogin,
      { status },
      `DigitalOcean withheld its uri, user and password: ${scope}.`,
    ]),
    [
      "also names a status in which it is not ready",
      withoutLogin,
      { status: "resizing" },
      `DigitalOcean withheld its uri, user and password: either ${scope}; or the cluster is not ready (status resizing).`,
    ],
    [
      "also says when MongoDB's passwords are shown",
      withoutLogin,
      { engine: "mongodb" },
      `DigitalOcean withheld its uri, user and password: either ${scope}; or DigitalOcean shows MongoDB passwords only ` +
        "when they are made; pass one to connectionFor or a DatabaseConnection, as `password`.",
    ],
    [
      "has another reason before the scope if that is more likely",
      withoutLogin,
      { otherReason: { text: "the pool has no user", isFirst: true } },
      `DigitalOcean withheld its uri, user and password: either the pool has no user; or ${scope}.`,
    ],
    [
      "has another reason after the scope if that is less likely",
      withoutLogin,
      { otherReason: { text: "the pool has no user", isFirst: false } },
      `DigitalOcean withheld its uri, user and password: either ${scope}; or the pool has no user.`,
    ],
    [
      "does not name `requireCredentials` if the lookup is of no use without them",
      withoutLogin,
      { isOfUseWithout: false },
      `DigitalOcean withheld its uri, user and password: ${scope}.`,
    ],
    ...[undefined, "pg"].map((engine): [string, Properties, Partial<Facts>, string] => [
      `says why there is no URI if the engine is ${engine ?? "not given"}`,
      connection,
      { engine },
      "the answer has no connection.uri, and none can be built: its host or another part cannot be part of one.",
    ]),
    [
      "leads to an update of the package if the engine is unknown",
      connection,
      { engine: "duckdb" },
      "the answer has no connection.uri, and none can be built: this release does not know the URIs of the engine " +
        "duckdb; update pulumi-digitalocean-databases.",
    ],
  ])("%s", (_, properties, facts, message) => {
    expect(reason(properties, facts)).toBe(message);
  });

  it.each(["user", "username", "password"])("is about what is withheld if only %s is missing", (property) => {
    const error = thrownBy(() => {
      requireCredentials<Record<string, string>>({}, [property], { subject }, lookedUp);
    });
    expect(error.message).toContain(`DigitalOcean withheld its ${property}: `);
  });
});

describe("The warning about unexpected types", () => {
  const names = Array.from({ length: 12 }, (_, index) => `m${index}`);

  it.each([
    [1, "m0"],
    [2, "m0 and m1"],
    [10, "m0, m1, m2, m3, m4, m5, m6, m7, m8 and m9"],
    [11, "m0, m1, m2, m3, m4, m5, m6, m7, m8, m9 and 1 more"],
    [12, "m0, m1, m2, m3, m4, m5, m6, m7, m8, m9 and 2 more"],
  ])("of %i values names at most ten", (count, shownNames) => {
    const warn = jest.fn();
    warnOfOddDetails({ subject }, names.slice(0, count), warn);
    expect(warn.mock.calls).toEqual([
      [
        `database cluster x: DigitalOcean's answer has an unexpected type of value in ${shownNames}; what cannot be read ` +
          "is left out. Update pulumi-digitalocean-databases; if its newest release warns as well, report it.",
      ],
    ]);
  });
});

describe("The warning about a status", () => {
  it.each([
    ["creating", "it is being created"],
    ["forking", "it is being made from another"],
    ["resizing", "it is being resized"],
    ["migrating", "it is being moved to another region"],
  ])("%s says what happens and when to look again", (status, meaning) => {
    const warn = jest.fn();
    warnOfStatus({ subject, status }, warn);
    expect(warn.mock.calls).toEqual([
      [
        `database cluster x: ${meaning} (status ${status}); hosts and nodes may change until it is online. Run ` +
          "`pulumi up` again when it is.",
      ],
    ]);
  });

  it.each(["online", "active", "hibernating", undefined])("is not given for %s", (status) => {
    const warn = jest.fn();
    warnOfStatus({ subject, status }, warn);
    expect(warn).not.toHaveBeenCalled();
  });
});
