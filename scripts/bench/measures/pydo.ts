// Measures lookups in comparison with pydo, DigitalOcean's client for Python.
import path from "node:path";
import { clusterUuid } from "../../../testing/emulator/clusters";
import { cached } from "../../../testing/engine/cache";
import { locate, foldersOnPath } from "../../../testing/engine/programs";
import { run } from "../../../testing/engine/run";
import { figureBeside } from "../../../testing/figures/figure";
import type { Figure } from "../../../testing/figures/figure";
import { sampleInTurn } from "../../../testing/figures/samples";
import type { BenchContext } from "../context";

const version = "0.44.0";
const uuid = clusterUuid("pg");

/** Returns no figures if pydo cannot be installed. */
export async function pydo(context: BenchContext, rounds: number): Promise<Figure[]> {
  let python: string;
  try {
    python = await pythonWithPydo(context);
  } catch (error) {
    context.say(`skipping pydo: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
  const environment = { ...process.env, ...context.settingsFor(context.plainApi) };
  const inPython = (lookups: string[]): Promise<string> =>
    run(python, [path.join("programs", "pydo_lookups.py"), uuid, ...lookups], {
      cwd: context.folder,
      env: environment,
    });
  const cold = await sampleInTurn(rounds, {
    ours: () =>
      context.seconds(
        process.execPath,
        [path.join("programs", "oneColdLookup.js"), uuid],
        context.folder,
        environment,
      ),
    pydo: () =>
      context.seconds(
        python,
        [path.join("programs", "pydo_lookups.py"), uuid, "1", "1"],
        context.folder,
        environment,
      ),
  });
  const warm = await sampleInTurn(rounds, {
    ours: async () => {
      const args = [uuid, "1", "200"];
      const { ours } = await context.run<{ ours: [number] }>("oneLookup.js", args, context.plainApi);
      return ours[0];
    },
    // Its first round is for warming up.
    pydo: async () => (JSON.parse(await inPython(["2", "200"])) as [number, number])[1],
  });
  return [
    figureBeside(
      "one lookup, the API client alone as a cold process",
      "s",
      cold.ours,
      `pydo ${version}`,
      cold.pydo,
      1,
    ),
    figureBeside("one warm lookup", "ms", warm.ours, `pydo ${version}`, warm.pydo, 0.7),
  ];
}

/** The Python interpreter of a virtual environment with pydo. */
async function pythonWithPydo({ say }: BenchContext): Promise<string> {
  const interpreter = path.join("bin", "python3");
  const folder = await cached({ name: `pydo-${version}`, files: [interpreter] }, async (content) => {
    const python = locate("python3", foldersOnPath());
    if (python === undefined) {
      throw new Error("no python3 on PATH");
    }
    say(`Making a Python environment with pydo ${version} …`);
    await run(python, ["-m", "venv", content], { timeoutSeconds: 120 });
    const args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `pydo==${version}`];
    await run(path.join(content, interpreter), args, { timeoutSeconds: 300 });
  });
  return path.join(folder, interpreter);
}
