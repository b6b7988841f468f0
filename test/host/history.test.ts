import * as fc from "fast-check";
import { Emulator } from "../../testing/emulator/emulator";
import { isLong, runs } from "../hostile/runs";
import { configOf, serve, tokens, uuids } from "./history";
import type { Model, World } from "./history";
import { anyStep } from "./historySteps";
import { ProviderHost } from "./providerHost";

jest.setTimeout(isLong ? 3_600_000 : 90_000);

/** A host with a first config, and three clusters. `test/hostile/runs.ts` says how to repeat a history that failed. */
async function begin(): Promise<{ model: Model; real: World }> {
  const emulator = await Emulator.start();
  const token = tokens[0];
  const model: Model = {
    host: { token, isConfigured: true },
    nextToken: token,
    passwords: new Map(uuids.map((uuid, index) => [uuid, `AVNS_of-${index}`])),
    statuses: new Map(),
    server: "well",
    credentials: true,
    stored: new Map(),
  };
  const host = await ProviderHost.start({ config: configOf(emulator, token) });
  const real = { emulator, host, stored: new Map() };
  serve(model, real);
  return { model, real };
}

it("every read of a host ends as config, API and state are at that moment, after a random history", async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands([...anyStep], { maxCommands: 40, size: "max" }), async (steps) => {
      const { model, real } = await begin();
      try {
        await fc.asyncModelRun(() => ({ model, real }), steps);
      } finally {
        await real.host?.stop();
        await real.emulator.stop();
      }
    }),
    runs(3),
  );
});
