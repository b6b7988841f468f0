import * as pulumi from "./sdk";
import { ownMember } from "../api/own";

/** The mocks of a unit test that the program runs in (`pulumi.runtime.setMocks`), if it does. */
export function unitTestMocks(): pulumi.runtime.Mocks | undefined {
  const monitor: object | undefined = pulumi.runtime.getMonitor();
  return ownMember(monitor ?? {}, "mocks") as pulumi.runtime.Mocks | undefined;
}
