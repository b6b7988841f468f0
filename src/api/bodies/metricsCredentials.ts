import { object, optional, required, text } from "../decode";
import type { Decoded, Decoder } from "../decode";
import { isJsonObject } from "../json";
import { ownMember } from "../own";

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
