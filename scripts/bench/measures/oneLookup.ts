// Measures one lookup after the other of the same cluster, in one process.
import { clusterUuid } from "../../../testing/emulator/clusters";
import { figureBeside } from "../../../testing/figures/figure";
import type { Figure } from "../../../testing/figures/figure";
import type { BenchContext } from "../context";

type Way = "ours" | "withoutOutputs" | "axios" | "node";

export async function oneLookup(context: BenchContext, rounds: number): Promise<Figure[]> {
  const { ours, withoutOutputs, axios, node } = await context.run<Record<Way, number[]>>(
    "oneLookup.js",
    [clusterUuid("pg"), String(rounds * 6), "200"],
    context.plainApi,
  );
  return [
    figureBeside("one warm lookup", "ms", ours, "axios.get", axios, 2.2),
    figureBeside("one warm lookup, without its Outputs", "ms", withoutOutputs, "axios.get", axios),
    figureBeside("one warm lookup", "ms", ours, "node:http with keep-alive", node),
  ];
}
