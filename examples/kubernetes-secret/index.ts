import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  connectionEnv,
  connectionFor,
  getDatabaseCaOutput,
  getDatabaseClusterOutput,
} from "pulumi-digitalocean-databases";

const config = new pulumi.Config();
const uuid = config.require("databaseClusterUuid");

const cluster = getDatabaseClusterOutput({ uuid });
const ca = getDatabaseCaOutput({ clusterUuid: uuid });
const connection = connectionFor(cluster, { network: "private", user: config.require("applicationUser") });

// Pods take all variables with `envFrom`. They can also mount the certificate as a file from this Secret.
const secret = new kubernetes.core.v1.Secret("database", {
  stringData: connectionEnv(connection, { caCertificate: ca.certificate }),
});

/** For the pods' `envFrom: [{ secretRef: { name } }]`. */
export const secretName = secret.metadata.name;
