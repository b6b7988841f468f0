import type { ApiUser } from "../api/bodies/user";
import type { DatabaseUserSettings, MysqlUserSettings } from "./cluster";
import type { Partly } from "./partly";

/** The properties of a user of a cluster's databases, as plain values. */
export interface UserProperties {
  /** UUID of the cluster. Public. From the argument. */
  readonly clusterUuid: string;
  /** User name. Public. From `name`. */
  readonly name: string;
  /** `primary` or `normal`. Public. From `role`. */
  readonly role: string | undefined;
  /** How a MySQL user authenticates. Public. From `mysql_settings`. */
  readonly mysqlSettings: MysqlUserSettings | undefined;
  /** Permissions of the user. Public. From `settings`. */
  readonly settings: DatabaseUserSettings | undefined;
  /** Password. Secret. From `password`. */
  readonly password: string;
  /** Kafka: client certificate, PEM. Secret. From `access_cert`. */
  readonly accessCert: string | undefined;
  /** Kafka: private key of the client certificate, PEM. Secret. From `access_key`. */
  readonly accessKey: string | undefined;
}

/** The user as this package hands it out. */
export function describeUser(user: ApiUser, clusterUuid: string): Partly<UserProperties> {
  const { oddDetails: _, ...properties } = user;
  return { ...properties, clusterUuid };
}
