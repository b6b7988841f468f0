// Tests of faults with the data functions.
import { retryLine } from "../host/failure";
import { leaksIn } from "../unit/leaks";
import { beginProgram, setConfig } from "../unit/pulumiProgram";
import { failuresOf } from "../unit/seenOutput";
import { patience, plantedSecrets } from "./fault";
import type { Fault } from "./fault";
import { settled, stage } from "./faultServer";
import { faults } from "./faults";
import { bounds, expectedFacts, expectedPaths, factsOf } from "./outcome";
import type { FaultyRead } from "./reads";
import { stackConfig, withoutSurroundings } from "./surroundings";

/** The errors of a lookup: one of the Promise form, or one for each Output. */
const failures = {
  Promise: (read: FaultyRead, args: object): Promise<unknown[]> =>
    read.promised(args).then(
      () => [undefined],
      (error: unknown) => [error],
    ),
  Outputs: (read: FaultyRead, args: object): Promise<unknown[]> => failuresOf(read.outputs(args)),
};

type Form = keyof typeof failures;

/** The result of a lookup at a server with the fault, and the expected one. */
async function meet(fault: Fault, read: FaultyRead, form: Form): Promise<[object, object]> {
  const staged = await stage(fault);
  const started = performance.now();
  const errors = await failures[form](read, { ...read.args, apiEndpoint: staged.endpoint });
  const seconds = (performance.now() - started) / 1000;
  const { atLeast, below } = bounds(fault);
  const paths = expectedPaths(fault, read);
  const requests = await settled(staged, paths.length);
  await staged.stop();
  const name = `${read.name} (${form})`;
  return [
    {
      name,
      facts: [...new Set(errors)].map((error) => factsOf(error, read)),
      ...requests,
      leaks: leaksIn(errors, plantedSecrets),
      isInTime: seconds >= atLeast && seconds < below,
    },
    {
      name,
      // All Outputs fail with one and the same error.
      facts: [expectedFacts(fault, read, staged.host)],
      paths: staged.paths() === undefined ? [] : paths,
      pending: 0,
      leaks: [],
      isInTime: true,
    },
  ];
}

/** A test for each fault, with these reads in these forms. */
export function testFaults(
  reads: readonly FaultyRead[],
  forms: readonly Form[] = ["Promise", "Outputs"],
): void {
  let restore: () => void;
  beforeAll(async () => {
    restore = withoutSurroundings();
    await beginProgram();
  });
  afterAll(() => {
    setConfig({});
    restore();
  });

  it.each(faults)("$name", async (fault) => {
    // Without an engine the SDK prints what a program logs.
    const told = jest.spyOn(console, "log").mockImplementation(() => undefined);
    const config = stackConfig(fault.limits ?? patience);
    setConfig(config, Object.keys(config));
    // Each lookup has its own server, so that they share no requests.
    const met = await Promise.all(reads.flatMap((read) => forms.map((form) => meet(fault, read, form))));
    const lines = told.mock.calls.map(([line]) => String(line));
    told.mockRestore();
    expect(met.map(([outcome]) => outcome)).toEqual(met.map(([, expected]) => expected));
    // If two concurrent requests wait for the same quota, this is reported once.
    const times = forms.length * (fault.quotaWaits?.times ?? 0);
    const ofQuota = lines.filter((line) => !retryLine.test(line.replace(/^info: (\[\w+\] )?/, "")));
    expect(ofQuota.length).toBeGreaterThanOrEqual(times * reads.length);
    expect(ofQuota.length).toBeLessThanOrEqual(times * reads.flatMap(({ paths }) => paths).length);
    for (const line of ofQuota) {
      expect(line).toMatch(/: DigitalOcean's rate limit is reached; asking again in \d s\.$/);
    }
    expect(leaksIn(lines, plantedSecrets)).toEqual([]);
  });
}
