/** The login for the metrics endpoints of all clusters: its form in the API's answers, its properties, and the request. */
import { isJsonObject, object, optional, ownMember, required, text } from "../api/decode";
import type { Decoded, Decoder } from "../api/decode";
import type { Subject } from "../api/subject";
import type { LookUpArgs, Read } from "./read";
import { metricsCredentialsFields } from "./secrecy";

const loginMembers = { basicAuthUsername: optional(text), basicAuthPassword: optional(text) };

const login = object(loginMembers);

type ApiLogin = Decoded<typeof login>;

/** The API's description has `credentials` within `credentials`; its example has it once. */
const credentials: Decoder<ApiLogin> = (value, path) =>
  isJsonObject(value) && isJsonObject(ownMember(value, "credentials"))
    ? login(ownMember(value, "credentials"), `${path}.credentials`)
    : login(value, path);

/** The body of `GET /v2/databases/metrics/credentials`. */
export const metricsCredentialsBody = object({ credentials: required(credentials) });

const subject: Subject = {
  name: "the credentials for the metrics of database clusters",
  scopes: ["database:update", "database:view_credentials"],
};

/** The login for the metrics endpoints of all clusters of the account, as plain values. */
export interface MetricsCredentialsProperties {
  /** User name for HTTP basic authentication. Secret. From `basic_auth_username`. */
  readonly username: string;
  /** Password for HTTP basic authentication. Secret. From `basic_auth_password`. */
  readonly password: string;
}

/** `GET /v2/databases/metrics/credentials`. */
export const metricsCredentialsRead: Read<LookUpArgs, object, ApiLogin, MetricsCredentialsProperties> = {
  name: "getDatabaseMetricsCredentials",
  fields: metricsCredentialsFields,
  credentials: ["username", "password"],
  key: () => ({}),
  subject: () => subject,
  ask: async ({ api }) =>
    (await api.get("/v2/databases/metrics/credentials", subject, metricsCredentialsBody)).credentials,
  describe: ({ basicAuthUsername, basicAuthPassword }) => ({
    username: basicAuthUsername,
    password: basicAuthPassword,
  }),
  defaults: () => ({}),
  facts: () => ({ subject, isOfUseWithout: false }),
};
