import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isMissed } from "../../testing/figures/figure";
import type { Figure } from "../../testing/figures/figure";
import { importing } from "./measures/importing";
import { manyLookups } from "./measures/manyLookups";
import { oneLookup } from "./measures/oneLookup";
import { phasesOfPulumi } from "./measures/phases";
import { providerHost } from "./measures/providerHost";
import { pydo } from "./measures/pydo";
import { types } from "./measures/types";
import { tableOf } from "../../testing/figures/table";
import { Workshop } from "./workshop";

/**
 * What lookups cost: a table, or JSON.
 *
 *     npm run bench -- [measure …] [--rounds 3] [--clusters 1,10,50,100,500] [--json] [--keep]
 *
 * Ends with 1 where something is missed. `--keep` leaves the figures for the README. To be run in the foreground: in a
 * shell's background job Pulumi takes five seconds longer for everything.
 */
const measures: Record<
  string,
  (workshop: Workshop, rounds: number, clusters: readonly number[]) => Promise<Figure[]>
> = {
  importing,
  oneLookup,
  manyLookups,
  providerHost,
  phases: phasesOfPulumi,
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
  const workshop = await Workshop.open((line) => {
    process.stderr.write(`${line}\n`);
  });
  const figures: Figure[] = [];
  for (const name of names) {
    const measure = measures[name];
    if (measure === undefined) {
      throw new Error(`${name} is none of ${Object.keys(measures).join(", ")}`);
    }
    workshop.say(`${name} …`);
    figures.push(...(await measure(workshop, Number(values.rounds), values.clusters.split(",").map(Number))));
  }
  await workshop.close();
  if (values.keep === true) {
    keep(figures);
  }
  console.log(values.json === true ? JSON.stringify(figures, null, 2) : tableOf(figures));
  if (figures.some(isMissed)) {
    process.exitCode = 1;
  }
}

/** Leaves them for the README, in the place of those that measured the same earlier. */
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
