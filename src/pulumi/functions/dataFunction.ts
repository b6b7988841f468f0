/** The two forms of every data function: one returns a Promise, the other Outputs. */
import * as pulumi from "@pulumi/pulumi";
import { ownMembers } from "../../api/decode";
import { DigitalOceanApiError } from "../../errors";
import { requireNamespace } from "../../reads/configuration";
import type { ProviderConfiguration } from "../../reads/configuration";
import { errorWithout, reportWithout } from "../../reads/hidden";
import type { Accepted, NamesOf } from "../../reads/knownNames";
import { isYetToCome, lookUp } from "../../reads/read";
import type { Found, LookUpArgs, Read } from "../../reads/read";
import { dependenciesCreated } from "../dependencies";
import { pulumiOptions, requireKnownArgs } from "../givenArguments";
import { reasonNotToWait, runningOperation, usable } from "../operation";
import { markedOutputs, markedValues, onFirstUse, valueOf } from "../outputs";
import { asOurs, rejectQuietly, secretTexts } from "../rejection";
import { unitTestMocks } from "../sdkInternals";
import { programConfig, programReport, warnOfPlaintextToken } from "../surroundings";
import { askMocks } from "./mocks";
import { explicitProvider, providerConfiguration, requireDigitalOcean } from "./provider";

/** The arguments that every data function has. */
export interface DataFunctionArgs {
  /**
   * Prefix of the config keys (`<prefix>:token`, …), `digitalocean` by default. Another account has another prefix;
   * the environment's token is used with the default one only.
   */
  readonly configNamespace?: string | undefined;
  /** DigitalOcean API token. Secret, and stored nowhere. By default from config or the environment. */
  readonly token?: string | undefined;
  /** Address of the API: https, or http to this machine. By default from config or the environment. */
  readonly apiEndpoint?: string | undefined;
}

/** As {@link DataFunctionArgs}, for values that other resources yield. */
export interface DataFunctionOutputArgs {
  /** Prefix of the config keys (`<prefix>:token`, …), `digitalocean` by default. */
  readonly configNamespace?: pulumi.Input<string | undefined>;
  /** DigitalOcean API token. Secret, and stored nowhere. It does not make the results secret. */
  readonly token?: pulumi.Input<string | undefined>;
  /** Address of the API: https, or http to this machine. By default from config or the environment. */
  readonly apiEndpoint?: pulumi.Input<string | undefined>;
}

export const dataFunctionNames = {
  configNamespace: true,
  token: true,
  apiEndpoint: true,
} as const satisfies NamesOf<DataFunctionArgs> & NamesOf<DataFunctionOutputArgs>;

/** The arguments of the functions that look up a part of a cluster by name, with credentials of its own. */
export interface NamedPartArgs extends DataFunctionArgs {
  /** UUID of the cluster. */
  readonly clusterUuid: string;
  /** Name of the user, pool or replica. */
  readonly name: string;
  /** Whether missing credentials are an error; `true` by default. */
  readonly requireCredentials?: boolean | undefined;
}

/** As {@link NamedPartArgs}, for values that other resources yield. */
export interface NamedPartOutputArgs extends DataFunctionOutputArgs {
  /** UUID of the cluster. */
  readonly clusterUuid: pulumi.Input<string>;
  /** Name of the user, pool or replica. */
  readonly name: pulumi.Input<string>;
  /** Whether missing credentials are an error; `true` by default. */
  readonly requireCredentials?: pulumi.Input<boolean | undefined>;
}

export const namedPartNames = {
  clusterUuid: true,
  name: true,
  requireCredentials: true,
  ...dataFunctionNames,
} as const satisfies NamesOf<NamedPartArgs> & NamesOf<NamedPartOutputArgs>;

/** The names of a function's arguments. */
type ArgumentNames = Accepted["names"];

function accepted(subject: string, names: ArgumentNames): Accepted {
  return {
    ...{ subject, names, kind: "argument" },
    elsewhere: pulumiOptions((option) => `${subject}(args, { ${option} })`),
  };
}

/**
 * The Promise form: public properties as plain values, secret ones as secret Outputs. In a preview, the secret ones are
 * unknown while the update will wait for the cluster.
 *
 * @throws DigitalOceanApiError (the Promise is rejected)
 */
export async function resultOf<
  Args extends LookUpArgs,
  Key extends object,
  Answer,
  Properties extends object,
>(
  read: Read<Args, Key, Answer, Properties>,
  names: ArgumentNames,
  args: Args,
  opts: pulumi.InvokeOptions = {},
): Promise<unknown> {
  const own = requireKnownArgs(args, accepted(read.name, names));
  if (ownMembers(opts).provider !== undefined || explicitProvider(opts) !== undefined) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      "provider: the token of a provider, given or inherited from the parent, is an Output, " +
        `which ${read.name} cannot wait for; use ${read.name}Output.`,
    );
  }
  const found = await rejectQuietly(lookUpInProgram(read, own, [], true));
  return markedValues(read.fields, (property) => valueOfProperty(read, found, property as keyof Properties));
}

/**
 * The Output form: each property an Output of its own, the public ones readable and the secret ones secret. All are
 * unknown while an argument is unknown, or a resource of `dependsOn` has not been created.
 *
 * @throws DigitalOceanApiError `invalid_argument` if the arguments are missing or have an unknown name, or if the
 * provider is of another package. With any other error, every property fails
 */
export function outputsOf<Args extends LookUpArgs, Key extends object, Answer, Properties extends object>(
  read: Read<Args, Key, Answer, Properties>,
  names: ArgumentNames,
  args: DataFunctionOutputArgs,
  opts: pulumi.InvokeOutputOptions = {},
): unknown {
  const { token, ...rest } = requireKnownArgs(args, accepted(`${read.name}Output`, names));
  requireDigitalOcean(opts);
  const provider = explicitProvider(opts);
  const { dependsOn } = ownMembers(opts);
  // `undefined` where an Output is not needed: each costs as much as a property.
  const inputs = [
    valueOf<Record<string, unknown>>(() => rest),
    // The results do not contain the token, so that it does not make them secret.
    typeof token === "string" ? token : pulumi.unsecret(valueOf<unknown>(() => token)),
    provider && providerConfiguration(provider),
    dependsOn === undefined ? undefined : dependenciesCreated(dependsOn),
  ] as const;
  const found = (pulumi.all([...inputs]) as unknown as pulumi.Output<KnownInputs>).apply(
    ([known, knownToken, configuration]) => {
      const all = { ...known, token: knownToken, provider: configuration } as unknown as Args;
      const texts = secretTexts(
        { ...rest, apiEndpointOfProvider: provider?.apiEndpoint },
        { ...known, apiEndpointOfProvider: configuration?.apiEndpoint },
      );
      return rejectQuietly(texts.then((hidden) => lookUpInProgram(read, all, hidden)));
    },
  );
  const usableFound = onFirstUse(() => usable(found, read.name));
  return markedOutputs(read.fields, usableFound, (known, property) =>
    valueOfProperty(read, known, property as keyof Properties),
  );
}

type KnownInputs = [Record<string, unknown>, unknown, ProviderConfiguration | undefined, unknown];

function valueOfProperty<Properties extends object>(
  { fields }: Pick<Read<never, never, never, Properties>, "fields">,
  found: Found<Properties>,
  property: keyof Properties,
): unknown {
  return isYetToCome(found, property, fields) ? pulumi.unknown : found.properties[property];
}

/**
 * Looks up in the API, or in a unit test asks the mocks.
 *
 * @param hidden texts that no message may show, because the program gave them as secrets
 * @param needsValues whether public properties must be known, as the Promise form's
 */
async function lookUpInProgram<
  Args extends LookUpArgs,
  Key extends object,
  Answer,
  Properties extends object,
>(
  read: Read<Args, Key, Answer, Properties>,
  args: Args,
  hidden: readonly string[],
  needsValues = false,
): Promise<Found<Properties>> {
  const mocks = unitTestMocks();
  const isPreview = pulumi.runtime.isDryRun();
  try {
    if (mocks !== undefined) {
      return await askMocks(mocks, read, args, isPreview);
    }
    warnOfPlaintextToken(requireNamespace(args.configNamespace));
    const canWait = read.isPending !== undefined && !isPreview;
    return await lookUp(read, args, {
      reader: "program",
      config: programConfig(),
      report: reportWithout(hidden, programReport),
      isPreview,
      noWait: canWait ? reasonNotToWait(runningOperation()) : undefined,
      needsValues,
    });
  } catch (error) {
    // An error that the mocks throw belongs to the test.
    const isOfMocks = mocks !== undefined && !DigitalOceanApiError.isInstance(error);
    throw isOfMocks ? error : errorWithout(hidden, asOurs(error));
  }
}
