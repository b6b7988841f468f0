// The example `producer` as a project for tests.
import { Emulator } from "../../testing/emulator/emulator";
import { Project } from "./workspace";

/**
 * Settings to compile a program without a check of its types, which takes most of the time of a run. Without the second
 * one TypeScript 6 refuses a `moduleResolution` that the TypeScript 5 of the examples accepts.
 */
const withoutTypeCheck = { PULUMI_NODEJS_TRANSPILE_ONLY: "true", TS_NODE_IGNORE_DIAGNOSTICS: "5107" };

/** Creates the project, configured for a cluster of an emulator. Its types are checked by examples.test.ts. */
export function createProducer(emulator: Emulator, clusterUuid: string): Project {
  return Project.create("producer", {
    from: "examples/producer",
    config: { databaseClusterUuid: clusterUuid, "digitalocean:apiEndpoint": emulator.url },
    secretConfig: { "digitalocean:token": Emulator.token },
    environment: withoutTypeCheck,
  });
}
