import * as pulumi from "../pulumi/sdk";
import { requireArgs } from "../pulumi/arguments";
import { requireNamespace } from "../lookup/configuration";
import { lookUp } from "../lookup/lookUp";
import type { Found, LookUpArgs, Read } from "../lookup/lookUp";
import type { Surroundings } from "../lookup/surroundings";
import { reasonNotToWait, runningOperation } from "../pulumi/operation";
import { programConfig, warnOfPlaintextToken } from "../pulumi/programConfig";
import { rejectQuietly } from "../pulumi/rejection";
import { programReport } from "../pulumi/report";
import { unitTestMocks } from "../pulumi/unitTestMocks";
import { askMocks } from "./mocks";

/** What is there now, or what the mocks of a unit test say is there; its secrets are the caller's to mark. */
export function lookUpInProgram<Args extends LookUpArgs, Key extends object, F, Properties extends object>(
  read: Read<Args, Key, F, Properties>,
  args: Args,
  needs: Pick<Surroundings, "needsValues"> = {},
): Promise<Found<Properties>> {
  return rejectQuietly(answer(read, args, needs));
}

async function answer<Args extends LookUpArgs, Key extends object, F, Properties extends object>(
  read: Read<Args, Key, F, Properties>,
  given: Args,
  needs: Pick<Surroundings, "needsValues">,
): Promise<Found<Properties>> {
  const args = requireArgs(given);
  const isPreview = pulumi.runtime.isDryRun();
  const mocks = unitTestMocks();
  if (mocks !== undefined) {
    return askMocks(mocks, read, args, isPreview);
  }
  warnOfPlaintextToken(requireNamespace(args.configNamespace));
  const noWait = read.isPending === undefined || isPreview ? undefined : reasonNotToWait(runningOperation());
  const surroundings = { reader: "program", config: programConfig(), report: programReport } as const;
  return lookUp(read, args, { ...surroundings, isPreview, noWait, ...needs });
}
