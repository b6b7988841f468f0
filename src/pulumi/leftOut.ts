import * as pulumi from "./sdk";
import { DigitalOceanApiError } from "../api/errors";
import { runningOperation } from "./operation";
import { rejectQuietly } from "./rejection";
import { isKnown } from "./resourceTree";

/**
 * The Output, which fails if `--exclude` leaves out what it comes from, so that it is unknown in an update. The engine
 * would create what uses it without the value. Of `--target`, and with `--exclude-dependents`, it does not.
 *
 * @param subject what messages call it
 */
export function usable<T>(output: pulumi.Output<T>, subject: string): pulumi.Output<T> {
  const { excludes, isWithDependents } = runningOperation();
  if (pulumi.runtime.isDryRun() || excludes.length === 0 || isWithDependents) {
    return output;
  }
  return pulumi.all([output, rejectQuietly(requireKnown(output, subject))]).apply(([value]) => value as T);
}

async function requireKnown(output: pulumi.Output<unknown>, subject: string): Promise<void> {
  if (!(await isKnown(output))) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${subject}: --exclude leaves out what it is looked up with, so that its properties are unknown in this update. ` +
        "Add --exclude-dependents, or exclude less.",
    );
  }
}
