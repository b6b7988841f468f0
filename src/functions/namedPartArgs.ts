import type * as pulumi from "../pulumi/sdk";
import type { NamesOf } from "../model/knownNames";
import { dataFunctionNames } from "./dataFunction";
import type { DataFunctionArgs, DataFunctionOutputArgs } from "./dataFunction";

/** The arguments of the functions that look up what a cluster has by name, with credentials of its own. */
export interface NamedPartArgs extends DataFunctionArgs {
  /** UUID of the cluster. */
  readonly clusterUuid: string;
  /** Name of what is looked up. */
  readonly name: string;
  /** Whether missing credentials are an error; `true` unless told. */
  readonly requireCredentials?: boolean | undefined;
}

/** As {@link NamedPartArgs}, for values that other resources yield. */
export interface NamedPartOutputArgs extends DataFunctionOutputArgs {
  /** UUID of the cluster. */
  readonly clusterUuid: pulumi.Input<string>;
  /** Name of what is looked up. */
  readonly name: pulumi.Input<string>;
  /** Whether missing credentials are an error; `true` unless told. */
  readonly requireCredentials?: pulumi.Input<boolean | undefined>;
}

/** Their names. */
export const namedPartNames = {
  clusterUuid: true,
  name: true,
  requireCredentials: true,
  ...dataFunctionNames,
} as const satisfies NamesOf<NamedPartArgs> & NamesOf<NamedPartOutputArgs>;
