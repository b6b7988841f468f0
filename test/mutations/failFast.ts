import type { Circus } from "@jest/types";
import { TestEnvironment } from "jest-environment-node";

/** Skips all tests after one that fails: a mutant is killed once. Jest's own `bail` looks at whole files. */
export default class FailFast extends TestEnvironment {
  private hasFailed = false;

  public handleTestEvent(event: Circus.Event): void {
    if (event.name === "test_done" && event.test.errors.length > 0) {
      this.hasFailed = true;
    } else if (event.name === "test_start" && this.hasFailed) {
      event.test.mode = "skip";
    }
  }
}
