import * as pulumi from "@pulumi/pulumi";
import {
  connectionEnv,
  connectionFor,
  getDatabaseConnectionPoolOutput,
  getDatabaseUserOutput,
} from "pulumi-digitalocean-databases";

const config = new pulumi.Config();
const clusterUuid = config.require("databaseClusterUuid");

// The pool keeps connections to one database open, and shares them among many clients.
const pool = getDatabaseConnectionPoolOutput({ clusterUuid, name: config.require("connectionPool") });

// The application's own user, who can do less than the pool's, or than `doadmin`.
const user = getDatabaseUserOutput({ clusterUuid, name: config.require("applicationUser") });

const connection = connectionFor(pool, { network: "private", user: user.name, password: user.password });

/** For the application's container: PGHOST, PGPASSWORD, …, DATABASE_URL. Secret. */
export const environment = connectionEnv(connection);

/** The database behind the pool, and how the pool shares its connections. */
export const database = pool.db;
export const mode = pool.mode;
