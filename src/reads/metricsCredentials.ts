import { isJsonObject, object, optional, ownMember, required, text } from "../api/decode";
import type { Decoded, Decoder } from "../api/decode";
import type { Subject } from "../api/subject";
import type { Partly } from "../connection/connection";
import type { LookUpArgs, Read } from "./read";
import { metricsCredentialsFields } from "./secrecy";

const login = { basicAuthUsername: optional(text), basicAuthPassword: optional(text) };

/** The API's description has `credentials` within `credentials`, its example has it once. */
const credentials: Decoder<Decoded<ReturnType<typeof object<typeof login>>>> = (value, path) =>
  isJsonObject(value) && isJsonObject(ownMember(value, "credentials"))
    ? object(login)(ownMember(value, "credentials"), `${path}.credentials`)
    : object(login)(value, path);

/** The body of `GET /v2/databases/metrics/credentials`. */
export const metricsCredentialsBody = object({ credentials: required(credentials) });

/** The login for the metrics of all clusters of the account. */
export type ApiMetricsCredentials = Decoded<typeof metricsCredentialsBody>["credentials"];

const subject: Subject = {
  name: "the credentials for the metrics of database clusters",
  scopes: ["database:update", "database:view_credentials"],
};

/** `GET /v2/databases/metrics/credentials`. */
export const metricsCredentialsRead: Read<
  LookUpArgs,
  object,
  ApiMetricsCredentials,
  MetricsCredentialsProperties
> = {
  name: "getDatabaseMetricsCredentials",
  fields: metricsCredentialsFields,
  envelope: "credentials",
  body: (body, path) => metricsCredentialsBody(body, path).credentials,
  key: () => ({}),
  subject: () => subject,
  ask: ({ api }) => api.getMetricsCredentials(subject),
  describe: describeMetricsCredentials,
  defaults: () => ({}),
  credentials: ["username", "password"],
  facts: () => ({ subject, isOfUseWithout: false }),
};

/** The login for the metrics endpoints of all clusters of the account, as plain values. */
export interface MetricsCredentialsProperties {
  /** User name for HTTP basic authentication. Secret. From `basic_auth_username`. */
  readonly username: string;
  /** Password for HTTP basic authentication. Secret. From `basic_auth_password`. */
  readonly password: string;
}

/** The login as this package hands it out. */
export function describeMetricsCredentials(
  credentials: ApiMetricsCredentials,
): Partly<MetricsCredentialsProperties> {
  return { username: credentials.basicAuthUsername, password: credentials.basicAuthPassword };
}
