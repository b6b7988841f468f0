import * as pulumi from "@pulumi/pulumi";
import { getDatabaseClusterOutput, stackOutputs } from "./index";

const uuid = new pulumi.Config().require("databaseClusterUuid");

/** The cluster's connection as secret stack outputs, and what is public of it, `databaseClusterId` among it. */
export = stackOutputs(getDatabaseClusterOutput({ uuid }));
