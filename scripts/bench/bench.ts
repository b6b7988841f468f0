/**
 * Measures the cost of lookups, and prints a table or JSON.
 *
 *     npm run bench -- [measure …] [--rounds 3] [--clusters 1,10,50,100,500] [--json] [--keep]
 *
 * The exit code is 1 if a figure is above its bound. `--keep` stores the figures for the README. Run it in the
 * foreground: in a background job of a shell each Pulumi command takes five seconds longer.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isMissed } from "../../testing/figures/figure";
import type { Figure } from "../../testing/figures/figure";
import { importing } from "./measures/importing";
import { manyLookups } from "./measures/manyLookups";
import { oneLookup } from "./measures/oneLookup";
import { phasesOfPulumi } from "./measures/phases";
import { plugin } from "./measures/plugin";
import { providerHost } from "./measures/providerHost";
import { pydo } from "./measures/pydo";
import { types } from "./measures/types";
import { tableOf } from "../../testing/figures/table";
import { BenchContext } from "./context";

const measures: Record<
  string,
  (context: BenchContext, rounds: number, clusters: readonly number[]) => Promise<Figure[]>
> = {
  importing,
  oneLookup,
  manyLookups,
  providerHost,
  phases: phasesOfPulumi,
  plugin,
  types,
  pydo,
};

async function bench(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: "3" },
      clusters: { type: "string", default: "1,10,50,100,500" },
      json: { type: "boolean" },
      keep: { type: "boolean" },
    },
  });
  const names = positionals.length > 0 ? positionals : Object.keys(measures);
  const context = await BenchContext.open((line) => {
    process.stderr.write(`${line}\n`);
  });
  const figures: Figure[] = [];
  for (const name of names) {
    const measure = measures[name];
    if (measure === undefined) {
      throw new Error(`unknown measure ${name}; there are ${Object.keys(measures).join(", ")}`);
    }
    context.say(`${name} …`);
    figures.push(...(await measure(context, Number(values.rounds), values.clusters.split(",").map(Number))));
  }
  await context.close();
  if (values.keep === true) {
    keep(figures);
  }
  console.log(values.json === true ? JSON.stringify(figures, null, 2) : tableOf(figures));
  if (figures.some(isMissed)) {
    process.exitCode = 1;
  }
}

/** Stores the figures for the README. They replace older ones of the same measures. */
function keep(figures: readonly Figure[]): void {
  const path = join(__dirname, "figures.json");
  const kept = new Map(
    [...(JSON.parse(readFileSync(path, "utf8")) as Figure[]), ...figures].map((line) => [
      `${line.measure} beside ${line.beside ?? "nothing"}`,
      line,
    ]),
  );
  writeFileSync(path, `${JSON.stringify([...kept.values()], null, 2)}\n`);
}

void bench();
