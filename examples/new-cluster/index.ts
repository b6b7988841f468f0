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

// In the first preview the cluster does not exist yet, so its properties are unknown. The first update waits for it
// and shows the progress. Later updates find it online and do not wait.
const cluster = getDatabaseClusterOutput({ uuid: created.id, waitForOnline: true });

export = stackOutputs(cluster);
