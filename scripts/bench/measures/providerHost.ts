// Measures the start of Pulumi's dynamic provider host, which every dynamic resource needs.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { figure } from "../../../testing/figures/figure";
import type { Figure } from "../../../testing/figures/figure";
import { sampleInTurn } from "../../../testing/figures/samples";
import type { BenchContext } from "../context";

export async function providerHost(context: BenchContext, rounds: number): Promise<Figure[]> {
  const host = "node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js";
  const { seconds } = await sampleInTurn(rounds, {
    seconds: async () => {
      const started = performance.now();
      const child = spawn(process.execPath, [host, "127.0.0.1:0"], { cwd: context.folder });
      // It prints its port when it is ready.
      await once(child.stdout, "data");
      const took = (performance.now() - started) / 1000;
      child.kill("SIGKILL");
      return took;
    },
  });
  return [figure("Pulumi's provider host, until it can be asked", "s", seconds)];
}
