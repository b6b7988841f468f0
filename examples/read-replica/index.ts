import * as pulumi from "@pulumi/pulumi";
import {
  connectionFor,
  getDatabaseClusterOutput,
  getDatabaseReplicaOutput,
} from "pulumi-digitalocean-databases";

const config = new pulumi.Config();
const clusterUuid = config.require("databaseClusterUuid");
const database = config.require("reportsDatabase");

const cluster = getDatabaseClusterOutput({ uuid: clusterUuid });
const replica = getDatabaseReplicaOutput({ clusterUuid, name: config.require("replica") });

/** The application writes here, over the VPC. Secret. */
export const applicationUrl = connectionFor(cluster, { network: "private", database }).uri;

/** The reports read from here. Secret. */
export const reportsUrl = connectionFor(replica, { database }).uri;

/** The best region to run the reports in. It may differ from the cluster's region. */
export const reportsRegion = replica.region;
