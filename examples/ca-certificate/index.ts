import * as pulumi from "@pulumi/pulumi";
import { Client } from "pg";
import {
  connectionEnv,
  connectionFor,
  getDatabaseCaOutput,
  getDatabaseClusterOutput,
} from "pulumi-digitalocean-databases";

const config = new pulumi.Config();
const uuid = config.require("databaseClusterUuid");

const connection = connectionFor(getDatabaseClusterOutput({ uuid }));
const ca = getDatabaseCaOutput({ clusterUuid: uuid });

// In the same program: drivers take the certificate's text.
const { host, port, user, password, database } = connection;
const session = pulumi
  .all([host, port, user, password, database, ca.certificate])
  .apply(async ([host, port, user, password, database, certificate]) => {
    const client = new Client({ host, port, user, password, database, ssl: { ca: certificate } });
    await client.connect();
    try {
      const { rows } = await client.query<{ version: string }>(
        "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
      );
      return rows[0].version;
    } finally {
      await client.end();
    }
  });

/** `TLSv1.3`: the server has shown a certificate of the cluster's CA. It was made from secrets and holds none. */
export const verifiedOver = pulumi.unsecret(session);

/**
 * For a container, which writes the certificate to a file before it starts the application:
 * `printenv DATABASE_CA_CERT > ca.pem && export PGSSLROOTCERT=ca.pem PGSSLMODE=verify-full`. Secret.
 */
export const environment = connectionEnv(connection, { caCertificate: ca.certificate });

/** The certificate is no secret. */
export const certificate = ca.certificate;
