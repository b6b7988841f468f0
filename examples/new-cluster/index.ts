import * as digitalocean from "@pulumi/digitalocean";
import * as pulumi from "@pulumi/pulumi";
import { getDatabaseClusterOutput, stackOutputs } from "pulumi-digitalocean-databases";

const config = new pulumi.Config();

const created = new digitalocean.DatabaseCluster("orders", {
  engine: "pg",
  version: "17",
  nodeCount: 1,
  size: "db-s-1vcpu-1gb",
  region: config.require("region"),
});

// Unknown in the first preview, as the cluster is yet to be created; waited for in the update, which shows how far
// it has come. Later updates find the cluster online and do not wait.
const cluster = getDatabaseClusterOutput({ uuid: created.id, waitForOnline: true });

export = stackOutputs(cluster);
