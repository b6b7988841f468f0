// The example `producer` as a project for tests.
import { Emulator } from "../../testing/emulator/emulator";
import { Project } from "./workspace";

/** Creates the project, configured for a cluster of an emulator. */
export function createProducer(emulator: Emulator, clusterUuid: string): Promise<Project> {
  return Project.create("producer", {
    from: "examples/producer",
    config: { databaseClusterUuid: clusterUuid, "digitalocean:apiEndpoint": emulator.url },
    secretConfig: { "digitalocean:token": Emulator.token },
  });
}
