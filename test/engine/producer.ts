// The example `producer` as a project for tests.
import { Emulator } from "../../testing/emulator/emulator";
import { withoutTypeCheck } from "./example";
import { Project } from "./workspace";

/** Creates the project, configured for a cluster of an emulator. */
export function createProducer(emulator: Emulator, clusterUuid: string): Project {
  return Project.create("producer", {
    from: "examples/producer",
    config: { databaseClusterUuid: clusterUuid, "digitalocean:apiEndpoint": emulator.url },
    secretConfig: { "digitalocean:token": Emulator.token },
    // Without the second one TypeScript 6 refuses a `moduleResolution` that the TypeScript 5 of the examples accepts.
    environment: { ...withoutTypeCheck, TS_NODE_IGNORE_DIAGNOSTICS: "5107" },
  });
}
