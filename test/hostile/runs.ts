// How often the hostile tests run, and how to repeat a failure.
import * as fc from "fast-check";

/**
 * The options of `fc.assert`. The tests try other random values each time. A failure prints how to repeat it:
 *
 *     { seed: 1234, path: "17:0:2", endOnFailure: true }
 *
 * Pass seed and path to the failed test, in the environment or to its `fc.assert`:
 *
 *     FAST_CHECK_SEED=1234 FAST_CHECK_PATH=17:0:2 npx jest --selectProjects hostile -t "the name of the test"
 *
 * FAST_CHECK_RUNS=20000 tries so many values. The files in test/long try twenty times as many as those here.
 */
export function runs<T>(everyDay: number, more: fc.Parameters<T> = {}): fc.Parameters<T> {
  const { FAST_CHECK_RUNS, FAST_CHECK_FACTOR = "1", FAST_CHECK_SEED, FAST_CHECK_PATH } = process.env;
  return {
    // Limits the time on a slow machine and for shrinking a failure. What was tried until then counts.
    plugins: [
      fc.interruptAfterTimeLimit(isLong ? 3_500_000 : 50_000, {
        failOnInterrupt: false,
      }) as unknown as fc.Plugin<T>,
    ],
    includeErrorInReport: true,
    ...more,
    numRuns: FAST_CHECK_RUNS === undefined ? everyDay * Number(FAST_CHECK_FACTOR) : Number(FAST_CHECK_RUNS),
    ...(FAST_CHECK_SEED === undefined ? {} : { seed: Number(FAST_CHECK_SEED) }),
    ...(FAST_CHECK_PATH === undefined ? {} : { path: FAST_CHECK_PATH }),
  };
}

/** Whether the tests run longer than those of every day. */
export const isLong = ["FAST_CHECK_RUNS", "FAST_CHECK_FACTOR"].some((name) => name in process.env);
