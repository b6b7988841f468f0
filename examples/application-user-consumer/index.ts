import * as pulumi from "@pulumi/pulumi";
import { connectionEnv, databaseConnectionFromStack } from "pulumi-digitalocean-databases";

const config = new pulumi.Config();
const database = new pulumi.StackReference(config.require("databaseStack"));

// This program needs no DigitalOcean token and sees no other user's password.
const connection = databaseConnectionFromStack(database);
const caCertificate = database.requireOutput("databaseCaCertificate") as pulumi.Output<string>;

/**
 * For the application's container, which must first run `printenv DATABASE_CA_CERT > "$DATABASE_CA_FILE"`: the other
 * variables make the driver verify the server with this file. Secret.
 */
export const environment = connectionEnv(connection, { caCertificate });

/** Readable, as in the producer. */
export const engine = connection.engine;
