import type { DigitalOceanApiError } from "../../../src/errors";
import { chooseLogin } from "../../../src/connection/login";
import type { Connectable, Place } from "../../../src/connection/choose";
import { clusterUuid } from "../../../testing/emulator/clusters";
import { leaksIn } from "../leaks";
import { thrownBy } from "../rejection";
import { clusterWith, plantedConnection, plantedUser } from "./connectable";

const connection = plantedConnection("connection");
const ofDefaultUser = { user: "planted-user", password: "planted-connection-password" };
const users = [
  plantedUser("planted-user", "planted-password-in-users"),
  plantedUser("planted-app", "planted-app-password"),
  plantedUser("planted-withheld", undefined),
];
const cluster = clusterWith([], { connection, users });
const nothingAsked = { user: undefined, password: undefined };

/** Why there is no such login: the user that was asked for may be named, and no other; no password and no URI. */
function refusal(
  of: Connectable,
  place: Place,
  asked: { user: string | undefined; password: string | undefined },
): DigitalOceanApiError {
  const error = thrownBy(() => chooseLogin(of, place, asked));
  expect(error.message).not.toMatch(/[\r\n]|undefined|null/);
  expect(error.message).toContain(`database cluster ${clusterUuid("pg")}: `);
  const secrets = ["-password", "planted-given", "planted-connection", "example.com", "postgresql"];
  expect(leaksIn(error, secrets)).toEqual([]);
  expect(error).toMatchObject({ clusterUuid: clusterUuid("pg"), attempts: 0 });
  return error;
}

describe("the default user", () => {
  it("is the connection's", () => {
    expect(chooseLogin(cluster, connection, nothingAsked)).toEqual(ofDefaultUser);
  });

  it("asked for by name is the connection's, whatever `users` says", () => {
    const asked = { user: "planted-user", password: undefined };
    expect(chooseLogin(cluster, connection, asked)).toEqual(ofDefaultUser);
  });

  it("needs no users", () => {
    const alone = clusterWith([], { connection, users: undefined });
    expect(chooseLogin(alone, connection, nothingAsked)).toEqual(ofDefaultUser);
  });

  it("has the password that was given, if one was", () => {
    const asked = { user: undefined, password: "given" };
    expect(chooseLogin(cluster, connection, asked)).toEqual({ user: "planted-user", password: "given" });
    const withheld = plantedConnection("withheld", { password: undefined });
    expect(chooseLogin(cluster, withheld, asked)).toEqual({ user: "planted-user", password: "given" });
  });
});

describe("another user", () => {
  it("has the password that `users` says", () => {
    const asked = { user: "planted-app", password: undefined };
    expect(chooseLogin(cluster, connection, asked)).toEqual({
      user: "planted-app",
      password: "planted-app-password",
    });
  });

  it.each<[string, Partial<Connectable>]>([
    ["users that say otherwise", { users }],
    ["no users", { users: undefined }],
    ["users without that one", { users: [] }],
  ])("has the password that was given, with %s", (_, changes) => {
    const asked = { user: "planted-app", password: "given" };
    expect(chooseLogin({ ...cluster, ...changes }, connection, asked)).toEqual(asked);
  });

  it("that is not among them: invalid_argument", () => {
    const error = refusal(cluster, connection, { user: "planted-nobody", password: undefined });
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain("it has no user planted-nobody. It has 3 others");
    expect(error.message.replace("planted-nobody", "")).not.toContain("planted-");
  });

  it("of a cluster that has none: invalid_argument", () => {
    const error = refusal({ ...cluster, users: [] }, connection, { user: "app", password: undefined });
    expect(error.message).toContain("it has no user app. It has no users.");
  });

  it("without the list of users: invalid_argument, which says where it may be", () => {
    const without = clusterWith([], { connection });
    const error = refusal(without, connection, { user: "planted-app", password: undefined });
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain("is read from its `users`, which are missing");
    expect(error.message).toContain('`...stackOutputs(cluster, { properties: ["users"] })`');
    expect(error.message).toContain("Also pass the `password`.");
  });

  it.each(["PLANTED-APP", "planted-app ", "__proto__"])("%j is no other's name", (user) => {
    expect(refusal(cluster, connection, { user, password: undefined }).code).toBe("invalid_argument");
  });

  it("has the connection's user and password for nobody else", () => {
    const withheld = plantedConnection("withheld", { user: undefined, password: undefined });
    const asked = { user: "planted-app", password: undefined };
    expect(chooseLogin(cluster, withheld, asked).password).toBe("planted-app-password");
  });
});

describe("what is withheld: credentials_withheld", () => {
  const cases: [string, Place, string | undefined, string][] = [
    ["the default user", plantedConnection("x", { user: undefined }), undefined, "its user is missing"],
    ["its password", plantedConnection("x", { password: undefined }), undefined, "its password is missing"],
    [
      "its password, asked for by name",
      plantedConnection("x", { password: undefined }),
      "planted-user",
      "its password is missing",
    ],
    [
      "another user's password",
      connection,
      "planted-withheld",
      "the password of its user planted-withheld is missing",
    ],
  ];

  it.each(cases)("%s", (_, place, user, what) => {
    const error = refusal(cluster, place, { user, password: undefined });
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toContain(
      user === "planted-withheld"
        ? `${what}: the answer has the passwords of other users, so no scope is missing.`
        : `${what}: DigitalOcean withholds it from a token without the scope database:view_credentials.`,
    );
    expect(error.message).toContain("Pass it to connectionFor, as a secret: `{ user, password }`.");
  });

  it.each(cases)("%s, of MongoDB, which says why in its own words", (_, place, user, what) => {
    const error = refusal({ ...cluster, engine: "mongodb" }, place, { user, password: undefined });
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toContain(
      `${what}: DigitalOcean shows a MongoDB password only once, when it is created.`,
    );
    expect(error.message).not.toContain("view_credentials");
    expect(error.message).toContain("Pass it to connectionFor, as a secret: `{ user, password }`.");
  });

  it("another user's password: does not show the names of the others", () => {
    const error = refusal(cluster, connection, { user: "planted-withheld", password: undefined });
    expect(error.message).toContain("the password of its user planted-withheld is missing: ");
    expect(error.message.replace("planted-withheld", "")).not.toMatch(/planted-/);
  });

  it("the default user's name, though a password was given", () => {
    const place = plantedConnection("x", { user: undefined });
    expect(refusal(cluster, place, { user: undefined, password: "planted-given" }).code).toBe(
      "credentials_withheld",
    );
  });
});
