import * as pulumi from "@pulumi/pulumi";
import { connectionEnv, connectionFor, getDatabaseConnectionPoolOutput } from "pulumi-digitalocean-databases";

const config = new pulumi.Config();

// The pool keeps connections to one database open, as one user, and shares them among many clients.
const pool = getDatabaseConnectionPoolOutput({
  clusterUuid: config.require("databaseClusterUuid"),
  name: config.require("connectionPool"),
});

/** For the application's container: PGHOST, PGPASSWORD, …, DATABASE_URL. Secret. */
export const environment = connectionEnv(connectionFor(pool, { network: "private" }));

/** The user and the database of the pool, and how it shares its connections. */
export const user = pool.user;
export const database = pool.db;
export const mode = pool.mode;
