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

// In this program: the driver takes the text of the certificate.
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

/** `TLSv1.3`: the server's certificate is from the cluster's CA. The text is made from secrets, but contains none. */
export const verifiedOver = pulumi.unsecret(session);

/**
 * For a container, which must write the certificate to a file before it starts the application:
 * `printenv DATABASE_CA_CERT > ca.pem && export PGSSLROOTCERT=ca.pem PGSSLMODE=verify-full`. Secret.
 */
export const environment = connectionEnv(connection, { caCertificate: ca.certificate });

/** Not secret. */
export const certificate = ca.certificate;
