/** The resource `DatabaseCluster`: an existing cluster that the engine reads in every preview and every update. */
import * as pulumi from "@pulumi/pulumi";
import { ownMembers } from "../../api/decode";
import { shortcutSources, isShortcut } from "../../connection/connection";
import type { ClusterConnection } from "../../connection/connection";
import { storedProperties } from "../../reads/clusterShape";
import { errorWithout } from "../../reads/hidden";
import type { Accepted, NamesOf } from "../../reads/knownNames";
import { clusterFields, clusterProperties } from "../../reads/secrecy";
import type { ClusterProperty } from "../../reads/secrecy";
import { clusterValues, valueOrError } from "../../reads/values";
import { dependenciesOf, requireParentAndProvider, withoutDependencies } from "../dependencies";
import type { Dependencies } from "../dependencies";
import { pulumiOptions, requireKnownArgs } from "../givenArguments";
import type { WaitForOnlineInput } from "../givenArguments";
import { usable } from "../operation";
import { markedOutputs, onFirstUse, outputOf } from "../outputs";
import type { DatabaseClusterOutputs } from "../outputs";
import { rejectQuietly, secretTexts } from "../rejection";
import { orIfUnknown, unitTestMocks } from "../sdkInternals";
import { checkUuidAndOptions, checkedId, idWithoutUuid, refuseToken, waitingInputs } from "./arguments";
import { provider, requireResolvable } from "./dynamicProvider";

/** Which cluster to read, and how. There is no `token`, because the arguments of a resource are stored. */
export interface DatabaseClusterArgs {
  /** UUID of the cluster; `doctl databases list` shows it. */
  readonly uuid: pulumi.Input<string>;
  /**
   * Whether an update waits for a cluster that is not online yet: `true` for half an hour, or for a number of seconds.
   * It also waits for a cluster that is not found, for five minutes at most. A preview and a refresh do not wait; in a
   * preview secret properties are unknown until the cluster is online, and all properties if it is not found.
   */
  readonly waitForOnline?: pulumi.Input<WaitForOnlineInput | undefined>;
  /**
   * Whether a cluster without its URI, host, port, user or password is an error; `true` by default. With `false` they
   * may be `undefined`, although their types do not say so.
   */
  readonly requireCredentials?: pulumi.Input<boolean | undefined>;
  /**
   * Prefix of the config keys (`<prefix>:token`, …), `digitalocean` by default. Another account has another prefix;
   * the environment's token is used with the default one only.
   */
  readonly configNamespace?: pulumi.Input<string | undefined>;
  /** Address of the API: https, or http to this machine. By default from config or the environment. */
  readonly apiEndpoint?: pulumi.Input<string | undefined>;
}

const accepted: Accepted = {
  subject: "DatabaseCluster",
  kind: "argument",
  names: {
    uuid: true,
    waitForOnline: true,
    requireCredentials: true,
    configNamespace: true,
    apiEndpoint: true,
  } satisfies NamesOf<DatabaseClusterArgs>,
  elsewhere: {
    ...pulumiOptions((option) => `new DatabaseCluster(name, args, { ${option} })`),
    name: "a resource is looked up by `uuid`, and `getDatabaseClusterOutput({ name })` looks up by name",
    token: "set it with `pulumi config set --secret digitalocean:token`",
  },
};

/** The properties, each an Output. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- the constructor defines all of them
export interface DatabaseCluster extends DatabaseClusterOutputs {}

/**
 * An existing database cluster as a resource in the stack's state, with dependencies and `pulumi refresh`. It is
 * read at every preview and every update, and never created, changed or deleted; its id is the UUID.
 *
 * A refresh of a cluster that is gone drops it from the state; the next update fails with `not_found`.
 *
 * The token comes from config or the environment, not from a `digitalocean.Provider`, inherited or not. Pulumi's engine
 * keeps the stack's config in the state, beside the provider: encrypted if it was set with `--secret`; otherwise there
 * is a warning.
 *
 * @example
 * ```ts
 * const cluster = new DatabaseCluster("database", { uuid: "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30" });
 * export const uri = cluster.uri;
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- as above
export class DatabaseCluster extends pulumi.CustomResource {
  /** @internal */
  public static readonly __pulumiType = "pulumi-nodejs:dynamic/digitalocean:DatabaseCluster";

  /**
   * @throws DigitalOceanApiError `invalid_argument` if the arguments or options are wrong, or if the program has this
   * package only through a library. Any other error fails the update, in one line
   */
  public constructor(name: string, args: DatabaseClusterArgs, opts: pulumi.CustomResourceOptions = {}) {
    const type = DatabaseCluster.__pulumiType;
    refuseToken(args);
    const { uuid, waitForOnline, requireCredentials, configNamespace, apiEndpoint } = requireKnownArgs(
      args,
      accepted,
    );
    opts = ownMembers(opts);
    checkUuidAndOptions(uuid, type, opts);
    const answers = expectedAnswers();
    // The id is unknown as long as an argument is: the host takes an unknown input for a text.
    const given = [uuid, configNamespace, apiEndpoint, requireCredentials, waitForOnline] as const;
    const registrable = rejectQuietly(requireParentAndProvider(name, type, opts));
    const id = outputOf(
      pulumi.all([...given, registrable]),
      ([knownUuid, namespace, , , wait]) => checkedId(knownUuid, namespace, wait),
      async (error, [knownUuid, namespace]) =>
        errorWithout(
          await secretTexts({ uuid, configNamespace }, { uuid: knownUuid, configNamespace: namespace }),
          error,
        ),
    );
    const made: { resource?: pulumi.Resource } = {};
    const dependencies = dependenciesOf(given, opts.dependsOn, () => made.resource).catch(
      // If an argument fails, so does the id.
      (): Dependencies => ({ resources: [], isIncomplete: false }),
    );
    const existing: Promise<pulumi.Resource[]> = dependencies.then(({ resources }) => [...resources]);
    const inputs = {
      ...{ requireCredentials, configNamespace, apiEndpoint },
      ...waitingInputs(waitForOnline, () => pulumi.createUrn(name, type, opts.parent)),
    };
    // With an id the resource is read, not created. The SDK makes an Output of each property that is given here.
    super(
      type,
      name,
      {
        ...Object.fromEntries(answers.properties.map((property) => [property, undefined])),
        ...inputsThatExist(inputs, dependencies),
        __provider: provider,
      },
      // The engine would store an unknown id of an update in a form that no later command accepts
      // (docs/pulumi-internals.md, "UNKNOWN ID").
      { ...opts, id: pulumi.runtime.isDryRun() ? id : orIfUnknown(id, idWithoutUuid), dependsOn: existing },
    );
    made.resource = this;
    // What depends on a property depends on the id as well (docs/pulumi-internals.md, "UNKNOWN ID").
    const knownId = onFirstUse(() => usable(pulumi.unsecret(id), `DatabaseCluster ${name}`));
    // As the SDK made them: the getters below replace them.
    const registered = new Map<string, pulumi.Output<unknown>>(
      clusterProperties.map((property) => [property, this[property]]),
    );
    const source = (property: string): pulumi.Output<unknown[]> => {
      const stored = isShortcut(property) ? shortcutSources[property][0] : property;
      return pulumi.all([registered.get(stored), registered.get(property), knownId()]);
    };
    const outputs = markedOutputs(clusterFields, source, ([stored, own], property) => {
      if (stored === undefined && own === undefined) {
        return answers.missing;
      }
      const value = isShortcut(property)
        ? (own ?? (stored as ClusterConnection | null | undefined)?.[shortcutSources[property][1]])
        : stored;
      // A state may have been edited by hand, and mocks may answer anything.
      return valueOrError(
        clusterValues,
        property,
        value,
        (defect) => `DatabaseCluster ${name}: ${defect} in the state. \`pulumi refresh\` reads it anew.`,
      );
    });
    Object.defineProperties(this, Object.getOwnPropertyDescriptors(outputs));
  }

  /** The cluster with that UUID, in the manner of other providers' resources. */
  public static get(
    name: string,
    uuid: pulumi.Input<string>,
    opts?: pulumi.CustomResourceOptions,
  ): DatabaseCluster {
    return new DatabaseCluster(name, { uuid }, opts);
  }

  /** Whether `value` is such a resource, also one from another copy of this package. */
  public static override isInstance(value: unknown): value is DatabaseCluster {
    return (
      typeof value === "object" &&
      value !== null &&
      (value as { __pulumiType?: unknown }).__pulumiType === DatabaseCluster.__pulumiType
    );
  }
}

/**
 * The properties that the engine answers with, and the value of one that is missing in its answer: it was not read,
 * because the UUID is unknown or the command does not wait. The mocks of a unit test may answer with any property.
 */
function expectedAnswers(): { readonly properties: readonly ClusterProperty[]; readonly missing: unknown } {
  if (unitTestMocks() !== undefined) {
    return { properties: clusterProperties, missing: undefined };
  }
  requireResolvable();
  return { properties: storedProperties, missing: pulumi.unknown };
}

/** The inputs; if the update leaves out resources that some come from, without those dependencies. */
function inputsThatExist(inputs: pulumi.Inputs, dependencies: Promise<Dependencies>): pulumi.Inputs {
  const existing = (input: pulumi.Input<unknown>): pulumi.Input<unknown> =>
    input === undefined
      ? undefined
      : dependencies.then(({ isIncomplete }) => (isIncomplete ? withoutDependencies(input) : input));
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, existing(input)]));
}
