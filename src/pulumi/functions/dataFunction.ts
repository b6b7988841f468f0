import { ownMember, ownMembers } from "../../api/decode";
import { DigitalOceanApiError } from "../../errors";
import { requireNamespace } from "../../reads/configuration";
import type { ProviderConfiguration } from "../../reads/configuration";
import type { Accepted, NamesOf } from "../../reads/knownNames";
import { isYetToCome, lookUp } from "../../reads/read";
import type { Found, LookUpArgs, Read, Surroundings } from "../../reads/read";
import type { FieldsOf } from "../../reads/secrecy";
import { dependenciesCreated } from "../dependencies";
import { pulumiOptions, requireArgs, requireKnownArgs } from "../givenArguments";
import { reasonNotToWait, runningOperation, usable } from "../operation";
import { markedOutputs, markedValues, onFirstUse, valueOf } from "../outputs";
import { asOurs, errorWithout, rejectQuietly, reportWithout, secretTexts } from "../rejection";
import * as pulumi from "../sdk";
import { programConfig, programReport, unitTestMocks, warnOfPlaintextToken } from "../surroundings";
import { askMocks } from "./mocks";
import { explicitProvider, providerConfiguration, requireDigitalOcean } from "./provider";

/** The arguments that every data function has. */
export interface DataFunctionArgs {
  /**
   * Prefix of the config keys (`<prefix>:token`, …): another account has another. `digitalocean` by default; no other
   * namespace gets the token of the environment.
   */
  readonly configNamespace?: string | undefined;
  /** DigitalOcean API token. Secret; kept nowhere. By default from config or the environment. */
  readonly token?: string | undefined;
  /** Address of the API: https, or http to this machine. From config or the environment unless told. */
  readonly apiEndpoint?: string | undefined;
}

/** As {@link DataFunctionArgs}, for values that other resources yield. */
export interface DataFunctionOutputArgs {
  /** As in {@link DataFunctionArgs}. */
  readonly configNamespace?: pulumi.Input<string | undefined>;
  /** As in {@link DataFunctionArgs}. That it is secret makes none of the results secret. */
  readonly token?: pulumi.Input<string | undefined>;
  /** As in {@link DataFunctionArgs}. */
  readonly apiEndpoint?: pulumi.Input<string | undefined>;
}

/** Their names. */
export const dataFunctionNames = {
  configNamespace: true,
  token: true,
  apiEndpoint: true,
} as const satisfies NamesOf<DataFunctionArgs> & NamesOf<DataFunctionOutputArgs>;

/** The names of a read's arguments. */
type ArgumentNames = Accepted["names"];

function acceptedBy(subject: string, names: ArgumentNames): Accepted {
  return {
    ...{ subject, names, kind: "argument" },
    elsewhere: pulumiOptions((option) => `${subject}(args, { ${option} })`),
  };
}

/**
 * The Promise form of a read: public properties as plain values, secret ones as secret Outputs, unknown in the
 * preview while what is waited for is not there.
 *
 * @throws DigitalOceanApiError (the Promise is rejected)
 */
export async function resultOf<Args extends LookUpArgs, Key extends object, F, Properties extends object>(
  read: Read<Args, Key, F, Properties>,
  names: ArgumentNames,
  args: Args,
  opts: pulumi.InvokeOptions | undefined,
): Promise<unknown> {
  const own = requireKnownArgs(args, acceptedBy(read.name, names));
  if (ownMember(opts ?? {}, "provider") !== undefined || explicitProvider(opts ?? {}) !== undefined) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      "provider: the token of a provider, given or inherited from the parent, is an Output, " +
        `which ${read.name} cannot wait for; use ${read.name}Output.`,
    );
  }
  const found = await lookUpInProgram(read, own, { needsValues: true });
  return markedValues(read.fields, (property) =>
    valueOfProperty(property as keyof Properties, found, read.fields),
  );
}

/**
 * The Output form of a read: each property an Output of its own, the public ones readable and the secret ones
 * secret. While an argument is unknown, or a resource of `dependsOn` is yet to be created, all are unknown.
 *
 * @throws DigitalOceanApiError `invalid_argument`: there are no arguments, or one with a name that is not known, or the
 * provider is of another package; whatever else goes wrong, every property fails with it
 */
export function outputsOf<Args extends LookUpArgs, Key extends object, F, Properties extends object>(
  read: Read<Args, Key, F, Properties>,
  names: ArgumentNames,
  args: DataFunctionOutputArgs,
  opts: pulumi.InvokeOutputOptions = {},
): unknown {
  const { token, ...rest } = requireKnownArgs<DataFunctionOutputArgs>(
    args,
    acceptedBy(`${read.name}Output`, names),
  );
  requireDigitalOcean(opts);
  const { dependsOn } = ownMembers(opts);
  const inputs = [
    valueOf<Record<string, unknown>>(() => rest),
    // A token is secret and the results do not show it: their secrecy is the table's.
    typeof token === "string" ? token : pulumi.unsecret(valueOf<unknown>(() => token)),
    // An Output where none is needed costs as much as a property.
    explicitProvider(opts) === undefined ? undefined : providerConfiguration(opts),
    dependsOn === undefined ? undefined : dependenciesCreated(dependsOn),
  ] as const;
  const found = (pulumi.all([...inputs]) as unknown as pulumi.Output<KnownInputs>).apply(
    ([known, knownToken, provider]) => {
      const all = { ...known, token: knownToken, provider } as unknown as Args;
      const given = { ...rest, apiEndpointOfProvider: explicitProvider(opts)?.apiEndpoint };
      const values = { ...known, apiEndpointOfProvider: provider?.apiEndpoint };
      return lookUpInProgram(read, all, { hidden: () => secretTexts(given, values) });
    },
  );
  const usableFound = onFirstUse(() => usable(found, read.name));
  return markedOutputs(read.fields, usableFound, (known, property) =>
    valueOfProperty(property as keyof Properties, known, read.fields),
  );
}

type KnownInputs = [Record<string, unknown>, unknown, ProviderConfiguration | undefined, unknown];

/** The value of a property; for one that is yet to come, what stands for unknown values. */
function valueOfProperty<Properties>(
  property: keyof Properties,
  found: Found<Properties>,
  fields: FieldsOf<Properties>,
): unknown {
  return isYetToCome(found, property, fields) ? pulumi.unknown : found.properties[property];
}

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
