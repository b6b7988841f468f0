import * as pulumi from "@pulumi/pulumi";
import {
  connectionEnv,
  connectionFor,
  DatabaseCluster,
  getDatabaseClusterOutput,
} from "pulumi-digitalocean-databases";

const config = new pulumi.Config();

const orders = getDatabaseClusterOutput({ uuid: config.require("ordersUuid") });
const audit = new DatabaseCluster("audit", { uuid: config.require("auditUuid") });

/** For the application's container: `orders` over the VPC, and the standby nodes of `audit` with the prefix `AUDIT_`. */
export const environment = pulumi
  .all([
    connectionEnv(connectionFor(orders, { network: "private" })),
    connectionEnv(connectionFor(audit, { node: "standby" }), { prefix: "AUDIT_" }),
  ])
  .apply(([ordersVariables, auditVariables]) => ({ ...ordersVariables, ...auditVariables }));

/** The application should run near its database. */
export const region = orders.region;
