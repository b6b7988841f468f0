// Tests of faults with the data functions.
import "../unit/failAtOnce";
import { retryLine } from "../host/failure";
import { leaksIn } from "../unit/leaks";
import { beginProgram, setConfig } from "../unit/pulumiProgram";
import { failuresOf } from "../unit/seenOutput";
import { countRequests, inControlledTime } from "./controlledTime";
import { paces, plantedSecrets } from "./fault";
import type { Fault } from "./fault";
import { settled, startFaultServer } from "./faultServer";
import type { FaultServer } from "./faultServer";
import { faults, takesTime } from "./faults";
import { expectedFacts, expectedPaths, factsOf } from "./outcome";
import type { FaultyRead } from "./reads";
import { ofPace, stackConfig, withoutProxies } from "./surroundings";

/** The errors of a lookup: one of the Promise form, or one for each Output. */
const failures = {
  Promise: (read: FaultyRead, args: object): Promise<unknown[]> =>
    read.promised(args).then(
      () => [undefined],
      (error: unknown) => [error],
    ),
  Outputs: (read: FaultyRead, args: object): Promise<unknown[]> => failuresOf(read.outputs(args)),
};

/** A read, and the form of the data function for it. */
export type ReadInForm = readonly [read: FaultyRead, form: keyof typeof failures];

/** All that is observed of a lookup at a server with the fault, and what is expected. */
interface Met {
  readonly observed: object;
  readonly expected: object;
}

async function lookUpWith(fault: Fault, [read, form]: ReadInForm): Promise<Met> {
  const server = await startFaultServer(fault);
  const paths = expectedPaths(fault, read);
  const lookUp = (): Promise<unknown[]> =>
    failures[form](read, { ...read.args, ...ofPace(fault.pace), apiEndpoint: server.endpoint });
  const { errors, ...time } = takesTime(fault)
    ? await errorsInControlledTime(fault, server, lookUp)
    : { errors: await lookUp() };
  const requests = await settled(server, paths.length);
  await server.stop();
  const different = [...new Set(errors)];
  const name = `${read.name} (${form})`;
  return {
    observed: {
      name,
      facts: different.map((error) => factsOf(error, read)),
      ...requests,
      leaks: leaksIn(different, plantedSecrets),
      ...time,
    },
    expected: {
      name,
      // All Outputs fail with one and the same error.
      facts: [expectedFacts(fault, read, server.host)],
      paths: server.paths() === undefined ? [] : paths,
      pending: 0,
      leaks: [],
      ...(takesTime(fault) ? { isInTime: true } : {}),
    },
  };
}

/** The errors, and whether the lookup took as long as it must, and no longer than it may. */
async function errorsInControlledTime(
  { pace = "digitalocean", ends, quotaWaits }: Fault,
  server: FaultServer,
  lookUp: () => Promise<unknown[]>,
): Promise<{ errors: unknown[]; isInTime: boolean }> {
  const { result: errors, seconds } = await inControlledTime(server.unanswered, lookUp);
  const { requestTimeoutSeconds, deadlineSeconds, quotaWaitSeconds } = paces[pace];
  const unanswered = pace === "digitalocean" ? 0 : "code" in ends ? ends.tries : ends.tries - 1;
  const atLeast =
    quotaWaits === undefined
      ? Math.min(deadlineSeconds, unanswered * requestTimeoutSeconds)
      : quotaWaits.times * quotaWaits.seconds;
  const atMost = quotaWaits === undefined ? Math.min(deadlineSeconds, atLeast + 0.1) : quotaWaitSeconds;
  return { errors, isInTime: seconds >= atLeast && seconds <= atMost };
}

/**
 * A test for each fault.
 *
 * @param lookUpsOf the lookups for a fault
 */
export function testFaults(lookUpsOf: (fault: Fault, index: number) => readonly ReadInForm[]): void {
  let restore: () => void;
  beforeAll(async () => {
    restore = withoutProxies();
    await beginProgram();
    const config = stackConfig();
    setConfig(config, Object.keys(config));
  });
  afterAll(() => {
    setConfig({});
    restore();
  });
  countRequests();

  it.each(faults.map((fault, index) => ({ ...fault, index })))("$title", async ({ index, ...fault }) => {
    // Without an engine the SDK prints what a program logs.
    const log = jest.spyOn(console, "log").mockImplementation(() => undefined);
    const lookUps = lookUpsOf(fault, index);
    // Each lookup has its own server, so that they share no requests.
    const all: Met[] = takesTime(fault)
      ? []
      : await Promise.all(lookUps.map((each) => lookUpWith(fault, each)));
    for (const each of takesTime(fault) ? lookUps : []) {
      all.push(await lookUpWith(fault, each));
    }
    const lines = log.mock.calls.map(([line]) => String(line));
    log.mockRestore();
    expect(all.map(({ observed }) => observed)).toEqual(all.map(({ expected }) => expected));
    expectQuotaLines(
      fault,
      lookUps,
      lines.filter((line) => !retryLine.test(line.replace(/^info: (\[\w+\] )?/, ""))),
    );
    expect(leaksIn(lines, plantedSecrets)).toEqual([]);
  });
}

/** Asserts that each wait for the quota is reported once, even if two requests of a lookup wait for it. */
function expectQuotaLines(
  { quotaWaits }: Fault,
  lookUps: readonly ReadInForm[],
  lines: readonly string[],
): void {
  for (const line of lines) {
    expect(line).toMatch(/: DigitalOcean's rate limit is reached; asking again in \d s\.$/);
  }
  const { times = 0 } = quotaWaits ?? {};
  // After the first 429, two requests are sent one after the other, so that each waits by itself and for the other.
  const atMost = lookUps.map(([{ paths }]) => times * paths.length + (times === 0 ? 0 : paths.length - 1));
  expect(lines.length).toBeGreaterThanOrEqual(times * lookUps.length);
  expect(lines.length).toBeLessThanOrEqual(atMost.reduce((sum, count) => sum + count, 0));
}
