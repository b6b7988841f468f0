import * as pulumi from "@pulumi/pulumi";
import { connectionEnv, databaseConnectionFromStack } from "pulumi-digitalocean-databases";

const config = new pulumi.Config();
const database = new pulumi.StackReference(config.require("databaseStack"));

// Needs no DigitalOcean token, and has no other user's password.
const connection = databaseConnectionFromStack(database);
const caCertificate = database.requireOutput("databaseCaCertificate") as pulumi.Output<string>;

/**
 * For the application's container, which begins with `printenv DATABASE_CA_CERT > "$DATABASE_CA_FILE"`: every value then
 * tells the driver to verify the server. Secret.
 */
export const environment = connectionEnv(connection, { caCertificate });

/** Readable, as in the producer. */
export const engine = connection.engine;
