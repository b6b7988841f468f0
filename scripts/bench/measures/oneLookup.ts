import { clusterUuid } from "../../../testing/emulator/clusters";
import { figureBeside } from "../../../testing/figures/figure";
import type { Figure } from "../../../testing/figures/figure";
import type { Workshop } from "../workshop";

type Way = "ours" | "withoutOutputs" | "client" | "axios" | "node";

/** One lookup after the other of one cluster, in one process. */
export async function oneLookup(workshop: Workshop, rounds: number): Promise<Figure[]> {
  const { ours, withoutOutputs, client, axios, node } = await workshop.run<Record<Way, number[]>>(
    "oneLookup.js",
    [clusterUuid("pg"), String(rounds * 6), "200"],
    workshop.plainApi,
  );
  return [
    figureBeside("one warm lookup", "ms", ours, "axios.get", axios, 1.15),
    figureBeside("one warm lookup, without its Outputs", "ms", withoutOutputs, "axios.get", axios),
    figureBeside("one warm lookup, the API client alone", "ms", client, "axios.get", axios),
    figureBeside("one warm lookup", "ms", ours, "node:http with keep-alive", node),
  ];
}
