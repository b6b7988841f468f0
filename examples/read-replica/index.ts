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

/** Where the application writes, over the VPC. Secret. */
export const applicationUrl = connectionFor(cluster, { network: "private", database }).uri;

/** Where the reports read. Secret. */
export const reportsUrl = connectionFor(replica, { database }).uri;

/** Near which the reports are best run; it may be another region than the cluster's. */
export const reportsRegion = replica.region;
