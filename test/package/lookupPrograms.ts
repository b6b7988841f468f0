// Programs with a data function and a resource, for tests of the installed package.
import { databaseCluster } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { isEncrypted, resourcesIn, stateOutputs } from "../engine/state";
import { Project } from "../engine/workspace";
import type { Deployment } from "../engine/state";
import type { ProjectOptions } from "../engine/workspace";

/** The cluster that an emulator has by default. */
const cluster = databaseCluster("pg");
const connection = cluster["connection"] as Connection;

/** Programs that look up the cluster with the data function and with the resource, in every kind of module. */
export const programs = {
  commonJs: `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster, getDatabaseClusterOutput } = require("pulumi-digitalocean-databases");
const uuid = new pulumi.Config().require("databaseClusterUuid");
const lookedUp = getDatabaseClusterOutput({ uuid });
const resource = new DatabaseCluster("cluster", { uuid });
module.exports = {
  lookedUpUri: lookedUp.uri, lookedUpRegion: lookedUp.region,
  resourceUri: resource.uri, resourceRegion: resource.region,
};
`,
  esModule: `
import * as pulumi from "@pulumi/pulumi";
import { DatabaseCluster, getDatabaseClusterOutput } from "pulumi-digitalocean-databases";
const uuid = new pulumi.Config().require("databaseClusterUuid");
const lookedUp = getDatabaseClusterOutput({ uuid });
const resource = new DatabaseCluster("cluster", { uuid });
export const lookedUpUri = lookedUp.uri;
export const lookedUpRegion = lookedUp.region;
export const resourceUri = resource.uri;
export const resourceRegion = resource.region;
`,
  /** An ES module cannot write `export =`. */
  defaultExport: `
import * as pulumi from "@pulumi/pulumi";
import { getDatabaseClusterOutput, stackOutputs } from "pulumi-digitalocean-databases";
const uuid = new pulumi.Config().require("databaseClusterUuid");
export default stackOutputs(getDatabaseClusterOutput({ uuid }));
`,
  /** With syntax that TypeScript 3.8 supports. */
  typeScript: `
import * as pulumi from "@pulumi/pulumi";
import { DatabaseCluster, DatabaseClusterOutputs, getDatabaseClusterOutput } from "pulumi-digitalocean-databases";
const uuid: string = new pulumi.Config().require("databaseClusterUuid");
const lookedUp: DatabaseClusterOutputs = getDatabaseClusterOutput({ uuid });
const resource = new DatabaseCluster("cluster", { uuid });
export const lookedUpUri: pulumi.Output<string> = lookedUp.uri;
export const lookedUpRegion: pulumi.Output<string> = lookedUp.region;
export const resourceUri: pulumi.Output<string> = resource.uri;
export const resourceRegion: pulumi.Output<string> = resource.region;
`,
};

/** {@link programs.typeScript} with a type error for the data function and one for the resource. */
export const mistakenTypeScript = programs.typeScript.replaceAll("Uri: pulumi.Output<string>", "Uri: string");

/** A project that is configured to use an emulator. */
export function createProject(
  name: string,
  emulator: Emulator,
  options: Pick<ProjectOptions, "environment" | "files" | "parent" | "program">,
): Project {
  return Project.create(name, {
    ...options,
    config: { databaseClusterUuid: cluster.id, "digitalocean:apiEndpoint": emulator.url },
    secretConfig: { "digitalocean:token": Emulator.token },
  });
}

/** Runs `pulumi up`, expects the cluster from both the data function and the resource, and returns the state. */
export async function expectBothLookups(project: Project): Promise<Deployment> {
  const { outputs } = await project.up();
  expect(outputs).toEqual({
    lookedUpUri: { value: connection.uri, secret: true },
    lookedUpRegion: { value: "nyc3", secret: false },
    resourceUri: { value: connection.uri, secret: true },
    resourceRegion: { value: "nyc3", secret: false },
  });
  const state = project.state();
  const stored = stateOutputs(state);
  expect(isEncrypted(stored["lookedUpUri"])).toBe(true);
  expect(isEncrypted(stored["resourceUri"])).toBe(true);
  for (const secret of [Emulator.token, connection.password, connection.host]) {
    expect(JSON.stringify(state)).not.toContain(secret);
  }
  return state;
}

/** The outputs of the DatabaseCluster in a state, if there is one. */
export function databaseClusterOf(state: Deployment): Readonly<Record<string, unknown>> | undefined {
  const type = "pulumi-nodejs:dynamic/digitalocean:DatabaseCluster";
  return resourcesIn(state).find((resource) => resource.type === type)?.outputs;
}
