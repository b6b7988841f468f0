import * as pulumi from "@pulumi/pulumi";
import { Client } from "pg";
import { databaseClusterFromStack } from "pulumi-digitalocean-databases";

const config = new pulumi.Config();

// Needs no DigitalOcean token: everything comes from the producer's stack outputs. Secrets stay secret.
const cluster = databaseClusterFromStack(config.require("databaseStack"));

// Connects at every preview and update, and verifies the server's certificate against the project's CA.
const session = pulumi
  .all([cluster.host, cluster.port, cluster.user, cluster.password, cluster.database])
  .apply(async ([host, port, user, password, database]) => {
    const ssl = { ca: config.require("caCertificate") };
    const client = new Client({ host, port, user, password, database, ssl });
    await client.connect();
    try {
      const { rows } = await client.query<{ summary: string }>(
        "SELECT format('%s on PostgreSQL %s over %s', current_user, current_setting('server_version'), version) AS summary " +
          "FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
      );
      return rows[0].summary;
    } finally {
      await client.end();
    }
  });

/** Secret, as in the producer. */
export const databaseUri = cluster.uri;

/** Readable, as in the producer. */
export const databaseRegion = cluster.region;

/** Made from secrets, but it contains none, so it may be shown. */
export const connectedAs = pulumi.unsecret(session);
