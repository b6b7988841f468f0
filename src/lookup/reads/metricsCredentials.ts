import { metricsCredentialsBody } from "../../api/bodies/metricsCredentials";
import type { ApiMetricsCredentials } from "../../api/bodies/metricsCredentials";
import type { Subject } from "../../api/failure";
import { metricsCredentialsFields } from "../../model/fields";
import { describeMetricsCredentials } from "../../model/metricsCredentials";
import type { MetricsCredentialsProperties } from "../../model/metricsCredentials";
import type { LookUpArgs, Read } from "../lookUp";

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
