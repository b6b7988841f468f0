import * as pulumi from "@pulumi/pulumi";
import {
  connectionFor,
  getDatabaseCaOutput,
  getDatabaseClusterOutput,
  stackOutputs,
} from "pulumi-digitalocean-databases";

const config = new pulumi.Config();
const uuid = config.require("databaseClusterUuid");

// This stack sees every password of the cluster, but exports only the one of this user.
const connection = connectionFor(getDatabaseClusterOutput({ uuid }), {
  network: "private",
  user: config.require("applicationUser"),
  database: config.require("applicationDatabase"),
  caFile: config.require("caFile"),
});

export = {
  // databaseConnectionUri, databaseConnectionPassword, …: secret.
  ...stackOutputs(connection),

  // Not secret. The application writes it to `caFile` before it connects.
  databaseCaCertificate: getDatabaseCaOutput({ clusterUuid: uuid }).certificate,
};
