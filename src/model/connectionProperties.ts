import type { DatabaseEngine } from "./engine";

/** The values of a connection. All are secret but the engine and the path of the CA certificate. */
export interface ConnectionProperties {
  /**
   * Connection URI, built from the values below, percent-encoded, in the form that the engine's own drivers parse:
   * `postgresql://…?sslmode=require`, `mysql://…?ssl-mode=REQUIRED`, `rediss://…`, `mongodb+srv://…`, `https://…`
   * for OpenSearch. For Kafka the broker list, `host:port`. For an engine that this release does not know, the
   * API's own text. (`mysql2` does not know `ssl-mode` and has to be given `ssl` beside the URI.)
   *
   * With `caFile` the URIs of PostgreSQL, MySQL and MongoDB name the file: `sslmode=verify-full&sslrootcert=…`,
   * `ssl-mode=VERIFY_IDENTITY&ssl-ca=…`, `tlsCAFile=…`. The others have no such option. Secret.
   */
  readonly uri: string;
  /** Host name. Secret. */
  readonly host: string;
  /** TCP port. Secret. */
  readonly port: number;
  /** User name. Secret. */
  readonly user: string;
  /** Password. Secret. */
  readonly password: string;
  /** Name of the database; Kafka and OpenSearch have none, Redis and Valkey where a number was chosen. Secret. */
  readonly database: string | undefined;
  /** Whether the connection is to be made with TLS, as DigitalOcean demands. Secret. */
  readonly ssl: boolean;
  /** Path of the CA certificate where the application runs, if one was given. Public: it is the program's own text. */
  readonly caFile: string | undefined;
  /** The engine, as the cluster's. Public. */
  readonly engine: DatabaseEngine;
}
