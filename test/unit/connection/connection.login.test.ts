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

/** The error for a missing login. It may name the requested user, but no other user, no password and no URI. */
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

describe("The login of the default user", () => {
  it("is that of the connection", () => {
    expect(chooseLogin(cluster, connection, nothingAsked)).toEqual(ofDefaultUser);
  });

  it("is that of the connection if the user is given by name and `users` has another password", () => {
    const asked = { user: "planted-user", password: undefined };
    expect(chooseLogin(cluster, connection, asked)).toEqual(ofDefaultUser);
  });

  it("is that of the connection if there are no users", () => {
    const alone = clusterWith([], { connection, users: undefined });
    expect(chooseLogin(alone, connection, nothingAsked)).toEqual(ofDefaultUser);
  });

  it("has the given password if there is one", () => {
    const asked = { user: undefined, password: "given" };
    expect(chooseLogin(cluster, connection, asked)).toEqual({ user: "planted-user", password: "given" });
    const withheld = plantedConnection("withheld", { password: undefined });
    expect(chooseLogin(cluster, withheld, asked)).toEqual({ user: "planted-user", password: "given" });
  });
});

describe("The login of another user", () => {
  it("has the password in `users`", () => {
    const asked = { user: "planted-app", password: undefined };
    expect(chooseLogin(cluster, connection, asked)).toEqual({
      user: "planted-app",
      password: "planted-app-password",
    });
  });

  it.each<[string, Partial<Connectable>]>([
    ["another password in users", { users }],
    ["no list of users", { users: undefined }],
    ["a list without that user", { users: [] }],
  ])("has the given password, with %s", (_, changes) => {
    const asked = { user: "planted-app", password: "given" };
    expect(chooseLogin({ ...cluster, ...changes }, connection, asked)).toEqual(asked);
  });

  it("fails with invalid_argument if the user is not in the list", () => {
    const error = refusal(cluster, connection, { user: "planted-nobody", password: undefined });
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain("it has no user planted-nobody. It has 3 others");
    expect(error.message.replace("planted-nobody", "")).not.toContain("planted-");
  });

  it("fails with invalid_argument if the cluster has no users", () => {
    const error = refusal({ ...cluster, users: [] }, connection, { user: "app", password: undefined });
    expect(error.message).toContain("it has no user app. It has no users.");
  });

  it("fails with invalid_argument if there is no list of users, and says how to export it", () => {
    const without = clusterWith([], { connection });
    const error = refusal(without, connection, { user: "planted-app", password: undefined });
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain("is read from its `users`, which are missing");
    expect(error.message).toContain('`...stackOutputs(cluster, { properties: ["users"] })`');
    expect(error.message).toContain("Also pass the `password`.");
  });

  it.each(["PLANTED-APP", "planted-app ", "__proto__"])(
    "fails with invalid_argument for %j, which is not exactly the name of a user",
    (user) => {
      expect(refusal(cluster, connection, { user, password: undefined }).code).toBe("invalid_argument");
    },
  );

  it("has the password in `users` if the connection has no login", () => {
    const withheld = plantedConnection("withheld", { user: undefined, password: undefined });
    const asked = { user: "planted-app", password: undefined };
    expect(chooseLogin(cluster, withheld, asked).password).toBe("planted-app-password");
  });
});

describe("chooseLogin fails with credentials_withheld", () => {
  const cases: [string, Place, string | undefined, string][] = [
    [
      "the name of the default user",
      plantedConnection("x", { user: undefined }),
      undefined,
      "its user is missing",
    ],
    [
      "the default user's password",
      plantedConnection("x", { password: undefined }),
      undefined,
      "its password is missing",
    ],
    [
      "the password of the default user, who is given by name,",
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

  it.each(cases)("if %s is missing", (_, place, user, what) => {
    const error = refusal(cluster, place, { user, password: undefined });
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toContain(
      user === "planted-withheld"
        ? `${what}: the answer has the passwords of other users, so no scope is missing.`
        : `${what}: DigitalOcean withholds it from a token without the scope database:view_credentials.`,
    );
    expect(error.message).toContain(
      "Pass `user` and `password` to connectionFor or a DatabaseConnection, as secrets.",
    );
  });

  it.each(cases)("if %s is missing in MongoDB, and says that it is shown once", (_, place, user, what) => {
    const error = refusal({ ...cluster, engine: "mongodb" }, place, { user, password: undefined });
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toContain(
      `${what}: DigitalOcean shows a MongoDB password only once, when it is created.`,
    );
    expect(error.message).not.toContain("view_credentials");
    expect(error.message).toContain(
      "Pass `user` and `password` to connectionFor or a DatabaseConnection, as secrets.",
    );
  });

  it("if another user's password is missing, and does not show the names of the others", () => {
    const error = refusal(cluster, connection, { user: "planted-withheld", password: undefined });
    expect(error.message).toContain("the password of its user planted-withheld is missing: ");
    expect(error.message.replace("planted-withheld", "")).not.toMatch(/planted-/);
  });

  it("if all users lack a password, and names the scope", () => {
    const withheld = [plantedUser("planted-app", undefined), plantedUser("planted-withheld", undefined)];
    const asked = { user: "planted-withheld", password: undefined };
    const { message } = refusal({ ...cluster, users: withheld }, connection, asked);
    expect(message).toContain(
      "DigitalOcean withholds it from a token without the scope database:view_credentials.",
    );
  });

  it("if the default user's name is missing, even if a password is given", () => {
    const place = plantedConnection("x", { user: undefined });
    expect(refusal(cluster, place, { user: undefined, password: "planted-given" }).code).toBe(
      "credentials_withheld",
    );
  });
});
