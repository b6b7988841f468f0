import { clusterUuid } from "../../../test/emulator/clusters";
import { figureBeside } from "../figure";
import type { Figure } from "../figure";
import type { Workshop } from "../workshop";

/** One lookup after the other of one cluster, in one process. */
export async function oneLookup(workshop: Workshop, rounds: number): Promise<Figure[]> {
  const { ours, axios, node } = await workshop.run<Record<"ours" | "axios" | "node", number[]>>(
    "oneLookup.js",
    [clusterUuid("pg"), String(rounds * 6), "200"],
    workshop.plainApi,
  );
  return [
    figureBeside("one warm lookup", "ms", ours, "axios.get", axios, 1.15),
    figureBeside("one warm lookup", "ms", ours, "node:http with keep-alive", node),
  ];
}
