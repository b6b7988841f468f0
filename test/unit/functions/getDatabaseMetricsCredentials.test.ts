import { getDatabaseMetricsCredentials, getDatabaseMetricsCredentialsOutput } from "../../../src/index";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { allScopes } from "../../../testing/emulator/scopes";
import { leaksIn } from "../leaks";
import { beginProgram } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { failuresOf, seenAll } from "../seenOutput";

const emulator = useEmulator();
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  access = { token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
});

const login = { basic_auth_username: "someone", basic_auth_password: "AVNS_of-metrics" };
const expected = {
  username: { known: true, secret: true, value: "someone" },
  password: { known: true, secret: true, value: "AVNS_of-metrics" },
};

// The API's description nests the credentials. The example in the description does not.
it.each<[string, unknown]>([
  ["nested", { credentials: login }],
  ["not nested", login],
  ["beside a null", { credentials: null, ...login }],
])("getDatabaseMetricsCredentials returns credentials that are %s in the answer", async (_, credentials) => {
  emulator.misbehave({ status: 200, body: { credentials } });
  expect(await seenAll({ ...(await getDatabaseMetricsCredentials(access)) })).toEqual(expected);
  expect(await seenAll({ ...getDatabaseMetricsCredentialsOutput(access) })).toEqual(expected);
});

it.each([
  ["database:update", allScopes.filter((scope) => scope !== "database:update")],
  ["database:view_credentials", allScopes.filter((scope) => scope !== "database:view_credentials")],
] as const)(
  "getDatabaseMetricsCredentials fails with forbidden and names both scopes if the token lacks %s",
  async (_, scopes) => {
    emulator.allow("dop_v1_less", scopes);
    const error = await rejectionOf(getDatabaseMetricsCredentials({ ...access, token: "dop_v1_less" }));
    expect(error).toMatchObject({ code: "forbidden", status: 403, attempts: 1, clusterUuid: undefined });
    expect(error.message).toContain(
      "the credentials for the metrics of database clusters: the token may not read it (403 forbidden). " +
        "It came from the argument token; it needs the scopes database:update and database:view_credentials.",
    );
    const errors = await failuresOf(getDatabaseMetricsCredentialsOutput({ ...access, token: "dop_v1_less" }));
    expect(errors).toHaveLength(2);
    expect(errors[0]).toMatchObject({ code: "forbidden" });
  },
);

it.each<[string, unknown, string]>([
  [
    "nested",
    { credentials: { basic_auth_password: ["AVNS_x"] } },
    "credentials.credentials.basic_auth_password",
  ],
  ["not nested", { basic_auth_password: ["AVNS_x"] }, "credentials.basic_auth_password"],
])(
  "getDatabaseMetricsCredentials fails and names the place of a malformed password that is %s",
  async (_, credentials, place) => {
    emulator.misbehave({ status: 200, body: { credentials } });
    const error = await rejectionOf(getDatabaseMetricsCredentials(access));
    expect(error).toMatchObject({ code: "unexpected_response", status: 200 });
    expect(error.message).toContain(`${place} is not a string`);
    expect(leaksIn(error, ["AVNS_x"])).toEqual([]);
  },
);

it("getDatabaseMetricsCredentials fails with credentials_withheld if they are empty, and suggests no option", async () => {
  emulator.misbehave({
    status: 200,
    body: { credentials: { basic_auth_username: "", basic_auth_password: "" } },
  });
  const error = await rejectionOf(getDatabaseMetricsCredentials(access));
  expect(error).toMatchObject({ code: "credentials_withheld", status: 200, attempts: 1 });
  expect(error.message).toContain("DigitalOcean withheld its username and password: ");
  expect(error.message).not.toContain("requireCredentials");
});
