import * as pulumi from "../pulumi/sdk";
import { DigitalOceanApiError } from "../api/errors";
import type { ProviderConfiguration } from "../lookup/configuration";
import { isYetToCome } from "../lookup/lookUp";
import type { Found, LookUpArgs, Read } from "../lookup/lookUp";
import type { FieldsOf } from "../model/fields";
import { ownMember, ownMembers } from "../api/own";
import type { Accepted, NamesOf } from "../model/knownNames";
import { requireKnownArgs, pulumiOptions } from "../pulumi/arguments";
import { usable } from "../pulumi/leftOut";
import { markedOutputs, markedValues, onFirstUse, valueOf } from "../pulumi/outputs";
import { secretTexts } from "../pulumi/secretTexts";
import { dependenciesCreated } from "./dependencies";
import { lookUpInProgram } from "./lookUpInProgram";
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
