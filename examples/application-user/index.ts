import * as pulumi from "@pulumi/pulumi";
import {
  connectionFor,
  getDatabaseCaOutput,
  getDatabaseClusterOutput,
  stackOutputs,
} from "pulumi-digitalocean-databases";

const config = new pulumi.Config();
const uuid = config.require("databaseClusterUuid");

// This stack sees every password of the cluster. It hands on those of one user only.
const connection = connectionFor(getDatabaseClusterOutput({ uuid }), {
  network: "private",
  user: config.require("applicationUser"),
  database: config.require("applicationDatabase"),
  caFile: config.require("caFile"),
});

export = {
  // databaseConnectionUri, databaseConnectionPassword, …: secret.
  ...stackOutputs(connection),

  // No secret. The application writes it to `caFile` before it connects.
  databaseCaCertificate: getDatabaseCaOutput({ clusterUuid: uuid }).certificate,
};
