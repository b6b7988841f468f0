import { spawn } from "node:child_process";
import { once } from "node:events";
import { figure } from "../../../testing/figures/figure";
import type { Figure } from "../../../testing/figures/figure";
import { sampleInTurn } from "../../../testing/figures/samples";
import type { Workshop } from "../workshop";

/** What no resource of this kind can be without: Pulumi's provider host, until it can be asked for anything. */
export async function providerHost(workshop: Workshop, rounds: number): Promise<Figure[]> {
  const host = "node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js";
  const { seconds } = await sampleInTurn(rounds, {
    seconds: async () => {
      const started = performance.now();
      const child = spawn(process.execPath, [host, "127.0.0.1:0"], { cwd: workshop.folder });
      // It prints its port.
      await once(child.stdout, "data");
      const took = (performance.now() - started) / 1000;
      child.kill("SIGKILL");
      return took;
    },
  });
  return [figure("Pulumi's provider host, until it can be asked", "s", seconds)];
}
