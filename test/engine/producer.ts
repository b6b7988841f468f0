import { Emulator } from "../../testing/emulator/emulator";
import { Project } from "./workspace";

/** The producer of the examples, set up for a cluster that an emulator knows. */
export function createProducer(emulator: Emulator, clusterUuid: string): Promise<Project> {
  return Project.create("producer", {
    from: "examples/producer",
    config: { databaseClusterUuid: clusterUuid, "digitalocean:apiEndpoint": emulator.url },
    secretConfig: { "digitalocean:token": Emulator.token },
  });
}
