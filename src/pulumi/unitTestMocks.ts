import * as pulumi from "./sdk";

/** The mocks of a unit test that the program runs in (`pulumi.runtime.setMocks`), if it does. */
export function unitTestMocks(): pulumi.runtime.Mocks | undefined {
  return (pulumi.runtime.getMonitor() as { mocks?: pulumi.runtime.Mocks } | undefined)?.mocks;
}
