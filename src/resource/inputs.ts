import type { ClusterArgs } from "../lookup/reads/cluster";

/** The arguments that the resource hands to its handler, beside the UUID, which is its id. */
export type Inputs = Pick<ClusterArgs, (typeof inputNames)[number]>;

/** Their names, by which they are in the states of old releases, too. */
export const inputNames = [
  "waitForOnline",
  "requireCredentials",
  "configNamespace",
  "apiEndpoint",
] as const satisfies readonly (keyof ClusterArgs)[];

/** What it hands over in a preview in the place of `waitForOnline`, if the update is going to wait. */
export const waitsInUpdate = "waitsInUpdate";

/** What it hands over beside `waitForOnline` in a run that does not wait: the reason. */
export const noWaitInput = "noWait";
