import * as pulumi from "@pulumi/pulumi";
import { DatabaseCluster, stackOutputs } from "pulumi-digitalocean-databases";

const config = new pulumi.Config();

// The cluster is in the state, with its dependencies, and `pulumi refresh` updates it. It is read at every preview and
// update, and never changed or deleted.
const cluster = new DatabaseCluster("database", { uuid: config.require("databaseClusterUuid") });

// The same outputs as with the data function, so consumers do not notice the difference.
export = stackOutputs(cluster);
