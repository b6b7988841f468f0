import type { ApiMetricsCredentials } from "../api/bodies/metricsCredentials";
import type { Partly } from "./partly";

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
