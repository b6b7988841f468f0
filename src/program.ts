/** The repository's own Pulumi program: one cluster's properties as stack outputs. */
import * as pulumi from "@pulumi/pulumi";
import { getDatabaseClusterOutput, stackOutputs } from "./index";

const uuid = new pulumi.Config().require("databaseClusterUuid");

/** The connection as secret stack outputs, and the public properties, such as `databaseClusterId`. */
export = stackOutputs(getDatabaseClusterOutput({ uuid }));
