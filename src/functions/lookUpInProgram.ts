import * as pulumi from "../pulumi/sdk";
import { DigitalOceanApiError } from "../api/errors";
import { requireArgs } from "../pulumi/arguments";
import { requireNamespace } from "../lookup/configuration";
import { lookUp } from "../lookup/lookUp";
import type { Found, LookUpArgs, Read } from "../lookup/lookUp";
import type { Surroundings } from "../lookup/surroundings";
import { reasonNotToWait, runningOperation } from "../pulumi/operation";
import { programConfig, warnOfPlaintextToken } from "../pulumi/programConfig";
import { asOurs, rejectQuietly } from "../pulumi/rejection";
import { programReport } from "../pulumi/report";
import { errorWithout, reportWithout } from "../pulumi/secretTexts";
import { unitTestMocks } from "../pulumi/unitTestMocks";
import { askMocks } from "./mocks";

/** Options of a lookup in a program. */
interface Needs extends Pick<Surroundings, "needsValues"> {
  /** The texts that no message may show, because the program gave them as secrets. */
  readonly hidden?: () => Promise<readonly string[]>;
}

/** What is there now, or what the mocks of a unit test say is there; its secrets are the caller's to mark. */
export function lookUpInProgram<Args extends LookUpArgs, Key extends object, F, Properties extends object>(
  read: Read<Args, Key, F, Properties>,
  args: Args,
  needs: Needs = {},
): Promise<Found<Properties>> {
  return rejectQuietly(answer(read, args, needs));
}

async function answer<Args extends LookUpArgs, Key extends object, F, Properties extends object>(
  read: Read<Args, Key, F, Properties>,
  given: Args,
  { hidden, needsValues = false }: Needs,
): Promise<Found<Properties>> {
  const texts = (await hidden?.()) ?? [];
  const mocks = unitTestMocks();
  try {
    const args = requireArgs(given);
    const isPreview = pulumi.runtime.isDryRun();
    if (mocks !== undefined) {
      return await askMocks(mocks, read, args, isPreview);
    }
    warnOfPlaintextToken(requireNamespace(args.configNamespace));
    const noWait =
      read.isPending === undefined || isPreview ? undefined : reasonNotToWait(runningOperation());
    const report = reportWithout(texts, programReport);
    const surroundings = { reader: "program", config: programConfig(), report } as const;
    return await lookUp(read, args, { ...surroundings, isPreview, noWait, needsValues });
  } catch (error) {
    // What the mocks throw is the test's own.
    const isOfMocks = mocks !== undefined && !DigitalOceanApiError.isInstance(error);
    throw isOfMocks ? error : errorWithout(texts, asOurs(error));
  }
}
