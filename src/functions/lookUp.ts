import * as pulumi from "@pulumi/pulumi";
import { requireArgs } from "../pulumi/arguments";
import { requireNamespace } from "../lookup/configuration";
import { lookUpCluster } from "../lookup/lookUpCluster";
import type { LookUpArgs } from "../lookup/lookUpCluster";
import type { ClusterPropertiesWithoutCredentials } from "../model/cluster";
import { programConfig, warnOfPlaintextToken } from "../pulumi/programConfig";
import { rejectQuietly } from "../pulumi/rejection";
import { unitTestMocks } from "../pulumi/unitTestMocks";
import { askMocks } from "./mocks";

/** The cluster as it is now, or as the mocks of a unit test say it is; its secrets are the caller's to mark. */
export function lookUp(args: LookUpArgs): Promise<ClusterPropertiesWithoutCredentials> {
  return rejectQuietly(answer(args));
}

async function answer(args: LookUpArgs): Promise<ClusterPropertiesWithoutCredentials> {
  requireArgs(args);
  const mocks = unitTestMocks();
  if (mocks !== undefined) {
    return askMocks(mocks, args);
  }
  warnOfPlaintextToken(requireNamespace(args.configNamespace));
  return lookUpCluster(args, { config: programConfig, notify: (message) => void pulumi.log.info(message) });
}
