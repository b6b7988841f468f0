import * as pulumi from "@pulumi/pulumi";
import { getDatabaseClusterOutput, stackOutputs } from "pulumi-digitalocean-databases";

const config = new pulumi.Config();

const cluster = getDatabaseClusterOutput({ uuid: config.require("databaseClusterUuid") });

// databaseClusterUri, databaseClusterHost, …: secret. databaseClusterId, databaseClusterRegion, …: readable.
export = stackOutputs(cluster);
