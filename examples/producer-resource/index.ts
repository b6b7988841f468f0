import * as pulumi from "@pulumi/pulumi";
import { DatabaseCluster, stackOutputs } from "pulumi-digitalocean-databases";

const config = new pulumi.Config();

// In the state, with dependencies and `pulumi refresh`; read at every preview and update, never changed or deleted.
const cluster = new DatabaseCluster("database", { uuid: config.require("databaseClusterUuid") });

// The same outputs as with the data function: a consumer need not know.
export = stackOutputs(cluster);
