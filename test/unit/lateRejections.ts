// Late rejections of failing Outputs.
import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Makes each test of this file or `describe` fail if it leaves a rejection that nothing handles. Jest notices such a
 * rejection only while the test runs, and a failing Output may reject a few turns of the event loop after the test's
 * last statement. So each test runs some turns longer.
 */
export function failOnUnhandledRejections(): void {
  afterEach(async () => {
    for (let turn = 0; turn < 20; turn++) {
      await nextTurn();
    }
  });
}
