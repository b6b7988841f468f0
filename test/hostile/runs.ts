import * as fc from "fast-check";

/**
 * How often a property is tried, with other values in every run of the tests: what no run has found yet, the next
 * one may. A failure prints what it takes to see it again:
 *
 *     { seed: 1234, path: "17:0:2", endOnFailure: true }
 *
 * Give both to the test that failed, by the environment (or to its `fc.assert`, as they are printed):
 *
 *     FAST_CHECK_SEED=1234 FAST_CHECK_PATH=17:0:2 npx jest --selectProjects hostile -t "the name of the test"
 *
 * FAST_CHECK_RUNS=20000 tries more than the number below, which is for every day.
 */
export function runs<T>(everyDay: number, more: fc.Parameters<T> = {}): fc.Parameters<T> {
  const { FAST_CHECK_RUNS, FAST_CHECK_SEED, FAST_CHECK_PATH } = process.env;
  return {
    // A failure is made smaller for a while, not for ever.
    plugins: [
      fc.interruptAfterTimeLimit(isLong ? 3_500_000 : 50_000, {
        failOnInterrupt: true,
      }) as unknown as fc.Plugin<T>,
    ],
    includeErrorInReport: true,
    ...more,
    numRuns: FAST_CHECK_RUNS === undefined ? everyDay : Number(FAST_CHECK_RUNS),
    ...(FAST_CHECK_SEED === undefined ? {} : { seed: Number(FAST_CHECK_SEED) }),
    ...(FAST_CHECK_PATH === undefined ? {} : { path: FAST_CHECK_PATH }),
  };
}

/** Whether a test is to run for long. */
export const isLong = process.env["FAST_CHECK_RUNS"] !== undefined;
