// Measures the import of the package: time and memory.
import { figure, figureBeside } from "../../../testing/figures/figure";
import type { Figure } from "../../../testing/figures/figure";
import { differences, sampleInTurn } from "../../../testing/figures/samples";
import type { BenchContext } from "../context";

interface Loaded {
  readonly ms: number;
  readonly bytes: number;
}

const sdk = "@pulumi/pulumi";

export async function importing(context: BenchContext, rounds: number): Promise<Figure[]> {
  const load =
    (...modules: string[]) =>
    (): Promise<Loaded> =>
      context.run("importing.js", modules);
  const { ours, alone } = await sampleInTurn(rounds * 4, {
    ours: load(sdk, "pulumi-digitalocean-databases"),
    alone: load(sdk),
  });
  const ms = (samples: readonly Loaded[]): number[] => samples.map((sample) => sample.ms);
  const megabytes = (samples: readonly Loaded[]): number[] => samples.map(({ bytes }) => bytes / 2 ** 20);
  return [
    figureBeside("import", "ms", ms(ours), `${sdk} alone`, ms(alone), 1.05),
    figure("import: memory more", "MB", differences(megabytes(ours), megabytes(alone)), 10),
  ];
}
