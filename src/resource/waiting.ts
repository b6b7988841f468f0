import * as pulumi from "../pulumi/sdk";
import type { WaitForOnlineInput } from "../pulumi/arguments";
import { waitsInUpdate } from "./inputs";

/**
 * What the handler is told of waiting. It does not know a preview from an update, and in a preview nobody waits: it
 * is told `waitForOnline` in an update only.
 */
export function waitingInputs(waitForOnline: pulumi.Input<WaitForOnlineInput | undefined>): pulumi.Inputs {
  return pulumi.runtime.isDryRun()
    ? { [waitsInUpdate]: pulumi.output(waitForOnline).apply(waits) }
    : { waitForOnline };
}

/** What is not to be told is `undefined`. What is malformed is refused elsewhere: here nothing may be thrown. */
function waits(waitForOnline: unknown): true | undefined {
  return waitForOnline === true || (typeof waitForOnline === "object" && waitForOnline !== null)
    ? true
    : undefined;
}
