// The environment of mutation tests: skips all tests after a failed one, because one failure kills a mutant.
const { TestEnvironment } = require("jest-environment-node");

/** Jest's `bail` only skips whole files. */
module.exports = class FailFast extends TestEnvironment {
  hasFailed = false;

  /** @param {import("@jest/types").Circus.Event} event */
  handleTestEvent(event) {
    if (event.name === "test_done" && event.test.errors.length > 0) {
      this.hasFailed = true;
    } else if (event.name === "test_start" && this.hasFailed) {
      event.test.mode = "skip";
    }
  }
};
