// Projects with the resource, and what the CLI says about it.
import { Emulator } from "../../testing/emulator/emulator";
import { resourcesIn } from "./state";
import type { Deployment, StateResource } from "./state";
import { Project } from "./workspace";
import type { ProjectOptions } from "./workspace";

/** A project with a test's own program, configured for an emulator and for retries after less than a second. */
export function createResourceProject(name: string, emulator: Emulator, options: ProjectOptions): Project {
  return Project.create(name, {
    ...options,
    config: {
      "digitalocean:apiEndpoint": emulator.url,
      "digitalocean:httpRetryWaitMin": "0.1",
      ...options.config,
    },
    secretConfig: { "digitalocean:token": Emulator.token, ...options.secretConfig },
  });
}

/** The DatabaseCluster of this name in a checkpoint, if there is one. */
export function clusterInState(state: Deployment, name: string): StateResource | undefined {
  return resourcesIn(state).find(({ urn }) => urn.endsWith(`digitalocean:DatabaseCluster::${name}`));
}

/** The references in a checkpoint to resources that it does not have, or not before: no command of the CLI accepts them. */
export function brokenReferencesIn(state: Deployment): string[] {
  const known = new Set<string>();
  return resourcesIn(state).flatMap((resource) => {
    const { urn, parent, provider, dependencies = [], propertyDependencies = {} } = resource;
    const references = [
      ...dependencies,
      ...Object.values(propertyDependencies).flat(),
      ...(parent === undefined ? [] : [parent]),
      // The URN and the id of the provider.
      ...(provider === undefined || provider === "" ? [] : [provider.split("::").slice(0, -1).join("::")]),
    ];
    const broken = references.filter((reference) => !known.has(reference));
    known.add(urn);
    return broken.map((reference) => `${urn} refers to ${reference}`);
  });
}

/** The lines that the CLI prints below "Diagnostics", by resource, without blank lines. */
export function diagnosticsIn(printed: string): Readonly<Record<string, readonly string[]>> {
  const section = /^Diagnostics:\n((?: .*\n|\n)*)/m.exec(printed)?.[1] ?? "";
  const told: Record<string, string[]> = {};
  let resource = "";
  for (const line of section.split("\n").filter((text) => text.trim() !== "")) {
    const heading = /^ {2}(\S.*):$/.exec(line)?.[1];
    if (heading === undefined) {
      (told[resource] ??= []).push(line.trim());
    } else {
      resource = heading;
    }
  }
  return told;
}

/** The names of a stack and of a DatabaseCluster in the diagnostics. */
export const diagnosticsOf = {
  stack: (project: string): string => `pulumi:pulumi:Stack (${project}-dev)`,
  cluster: (name: string): string => `pulumi-nodejs:dynamic/digitalocean:DatabaseCluster (${name})`,
};
