import * as pulumi from "../pulumi/sdk";
import type { WaitForOnlineInput } from "../pulumi/arguments";
import { reasonNotToWait, runningOperation } from "../pulumi/operation";
import { noWaitInput, waitsInUpdate } from "./inputs";

/**
 * What the handler is told of waiting. It does not know what `pulumi` command it works for: it is told `waitForOnline` in
 * an update only, and why a run that is no preview does not wait.
 *
 * @param urn the resource's URN, by which `--target` and `--exclude` name it
 */
export function waitingInputs(
  waitForOnline: pulumi.Input<WaitForOnlineInput | undefined>,
  urn: () => pulumi.Output<string>,
): pulumi.Inputs {
  if (waitForOnline === undefined) {
    return {};
  }
  if (pulumi.runtime.isDryRun()) {
    return { [waitsInUpdate]: pulumi.output(waitForOnline).apply(waits) };
  }
  const operation = runningOperation();
  return { waitForOnline, [noWaitInput]: urn().apply((own) => reasonNotToWait(operation, own)) };
}

/** What is not to be told is `undefined`. What is malformed is refused elsewhere: here nothing may be thrown. */
function waits(waitForOnline: unknown): true | undefined {
  return waitForOnline === true || (typeof waitForOnline === "object" && waitForOnline !== null)
    ? true
    : undefined;
}
