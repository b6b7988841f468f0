const { TestEnvironment } = require("jest-environment-node");

/** Skips all tests after one that fails: a mutant is killed once. Jest's own `bail` looks at whole files. */
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
