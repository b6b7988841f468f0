import { ownMembers } from "../../api/decode";
import { flatSources, isFlat } from "../../connection/connection";
import type { ClusterConnection, FlatProperty } from "../../connection/connection";
import type { Accepted, NamesOf } from "../../reads/knownNames";
import { clusterFields, clusterProperties } from "../../reads/secrecy";
import type { ClusterProperty } from "../../reads/secrecy";
import { clusterValues, valueOrError } from "../../reads/values";
import { pulumiOptions, requireKnownArgs } from "../givenArguments";
import type { WaitForOnlineInput } from "../givenArguments";
import { usable } from "../operation";
import { markedOutputs, onFirstUse, outputOf } from "../outputs";
import type { DatabaseClusterOutputs } from "../outputs";
import { errorWithout, rejectQuietly, secretTexts } from "../rejection";
import * as pulumi from "../sdk";
import { unitTestMocks } from "../surroundings";
import { checkedId, refuseToken, refuseWhatCannotBeMeant, requireProvider, waitingInputs } from "./arguments";
import { provider, requireResolvable } from "./dynamicProvider";
import { dependenciesOf, requireParentAndProvider, withoutDependencies } from "./registration";
import type { Dependencies } from "./registration";
import { storedProperties } from "./stored";

/** Which cluster to read, and how. There is no `token`: what a resource is given is stored. */
export interface DatabaseClusterArgs {
  /** UUID of the cluster; `doctl databases list` shows it. */
  readonly uuid: pulumi.Input<string>;
  /**
   * Whether an update waits for a cluster that is not online yet: `true` for half an hour, or for as many seconds as
   * are given. A cluster that is not found is waited for as well, for five minutes at most. A preview and a refresh do
   * not wait; in a preview secret properties are unknown until the cluster is online, and all properties if the cluster
   * is not found.
   */
  readonly waitForOnline?: pulumi.Input<WaitForOnlineInput | undefined>;
  /**
   * Whether a cluster without its URI, host, port, user or password is an error; `true` unless told. With
   * `false` they may be `undefined`, whatever their types say.
   */
  readonly requireCredentials?: pulumi.Input<boolean | undefined>;
  /**
   * Prefix of the config keys (`<prefix>:token`, …): another account has another. `digitalocean` by default; no other
   * namespace gets the token of the environment.
   */
  readonly configNamespace?: pulumi.Input<string | undefined>;
  /** Address of the API: https, or http to this machine. From config or the environment unless told. */
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

/**
 * An existing database cluster as a resource in the stack's state, with dependencies and `pulumi refresh`. It is
 * read anew at every preview and every update, and never created, changed or deleted; its id is the UUID.
 *
 * A refresh of a cluster that is gone drops it from the state; the next update fails with `not_found`.
 *
 * The token comes from config or the environment, not from a `digitalocean.Provider`, inherited or not. Pulumi's engine keeps the stack's config in the state, beside
 * the provider: encrypted where it was set with `--secret`, and there is a warning where it was not.
 */
export class DatabaseCluster extends pulumi.CustomResource implements DatabaseClusterOutputs {
  /** @internal */
  public static readonly __pulumiType = "pulumi-nodejs:dynamic/digitalocean:DatabaseCluster";

  declare public readonly name: pulumi.Output<string>;
  declare public readonly engine: DatabaseClusterOutputs["engine"];
  declare public readonly version: DatabaseClusterOutputs["version"];
  declare public readonly semanticVersion: DatabaseClusterOutputs["semanticVersion"];
  declare public readonly numNodes: pulumi.Output<number>;
  declare public readonly size: pulumi.Output<string>;
  declare public readonly region: pulumi.Output<string>;
  declare public readonly status: DatabaseClusterOutputs["status"];
  declare public readonly createdAt: DatabaseClusterOutputs["createdAt"];
  declare public readonly tags: DatabaseClusterOutputs["tags"];
  declare public readonly dbNames: DatabaseClusterOutputs["dbNames"];
  declare public readonly maintenanceWindow: DatabaseClusterOutputs["maintenanceWindow"];
  declare public readonly projectId: DatabaseClusterOutputs["projectId"];
  declare public readonly privateNetworkUuid: DatabaseClusterOutputs["privateNetworkUuid"];
  declare public readonly storageSizeMib: DatabaseClusterOutputs["storageSizeMib"];
  declare public readonly versionEndOfLife: DatabaseClusterOutputs["versionEndOfLife"];
  declare public readonly versionEndOfAvailability: DatabaseClusterOutputs["versionEndOfAvailability"];

  declare public readonly connection: DatabaseClusterOutputs["connection"];
  declare public readonly privateConnection: DatabaseClusterOutputs["privateConnection"];
  declare public readonly standbyConnection: DatabaseClusterOutputs["standbyConnection"];
  declare public readonly standbyPrivateConnection: DatabaseClusterOutputs["standbyPrivateConnection"];
  declare public readonly uiConnection: DatabaseClusterOutputs["uiConnection"];
  declare public readonly schemaRegistryConnection: DatabaseClusterOutputs["schemaRegistryConnection"];
  declare public readonly users: DatabaseClusterOutputs["users"];
  declare public readonly metricsEndpoints: DatabaseClusterOutputs["metricsEndpoints"];
  declare public readonly rules: DatabaseClusterOutputs["rules"];
  declare public readonly doSettings: DatabaseClusterOutputs["doSettings"];

  declare public readonly uri: pulumi.Output<string>;
  declare public readonly host: pulumi.Output<string>;
  declare public readonly port: pulumi.Output<number>;
  declare public readonly user: pulumi.Output<string>;
  declare public readonly password: pulumi.Output<string>;
  declare public readonly database: DatabaseClusterOutputs["database"];
  declare public readonly privateUri: DatabaseClusterOutputs["privateUri"];
  declare public readonly privateHost: DatabaseClusterOutputs["privateHost"];
  declare public readonly privatePort: DatabaseClusterOutputs["privatePort"];

  /**
   * @throws DigitalOceanApiError `invalid_argument`, where what is given cannot be meant, and where the program
   * has this package from a library only. What else goes wrong fails the update, in one line
   */
  public constructor(name: string, args: DatabaseClusterArgs, opts: pulumi.CustomResourceOptions = {}) {
    refuseToken(args);
    args = requireKnownArgs(args, accepted);
    opts = ownMembers(opts);
    const { uuid, waitForOnline, requireCredentials, configNamespace, apiEndpoint } = args;
    refuseWhatCannotBeMeant(args, opts);
    const isUnitTest = unitTestMocks() !== undefined;
    if (!isUnitTest) {
      requireResolvable();
      requireProvider(DatabaseCluster.__pulumiType, opts);
    }
    // Beside the inputs, every property that is stored, so that the SDK makes an Output of it; mocks may have all.
    const answered = isUnitTest ? clusterProperties : storedProperties;
    const outputs = Object.fromEntries(answered.map((property) => [property, undefined]));
    const ownUrn = (): pulumi.Output<string> =>
      pulumi.createUrn(name, DatabaseCluster.__pulumiType, opts.parent);
    const inputs = {
      ...{ requireCredentials, configNamespace, apiEndpoint },
      ...waitingInputs(waitForOnline, ownUrn),
    };
    const secretOutputs = clusterProperties.filter((property) => clusterFields[property].secret);
    // With an id the resource is read, not created. It is unknown as long as an input is: the host would take
    // an unknown input for a text.
    const given = [uuid, configNamespace, apiEndpoint, requireCredentials, waitForOnline] as const;
    const registrable = rejectQuietly(requireParentAndProvider(name, DatabaseCluster.__pulumiType, opts));
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
      // What an argument fails with, the id fails with, too.
      (): Dependencies => ({ resources: [], isIncomplete: false }),
    );
    const existing: Promise<pulumi.Resource[]> = dependencies.then(({ resources }) => [...resources]);
    // For every property the SDK keeps four stack traces, with which it can say where promises come from that never
    // settle: of what a resource costs a program, they are the largest part. Where the resource is made it notes
    // apart from them, whatever the limit is.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      super(
        DatabaseCluster.__pulumiType,
        name,
        { ...outputs, ...inputsThatExist(inputs, dependencies), __provider: provider },
        {
          ...opts,
          id,
          dependsOn: existing,
          additionalSecretOutputs: [...(opts.additionalSecretOutputs ?? []), ...secretOutputs],
        },
      );
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    made.resource = this;
    // The handler answers with every property, `null` where the cluster has none. One that is missing was not read: the
    // UUID is unknown, or the command does not wait for the cluster. In an update the SDK takes it for `undefined`, and the
    // unknown id for a known text. What depends on the properties is to depend on what yields the UUID, too: where
    // that is left out of an update, the engine then refuses to create the dependent.
    const publicId = onFirstUse(() => usable(pulumi.unsecret(id), `DatabaseCluster ${name}`));
    const asRead = (value: unknown): unknown => (value === undefined && !isUnitTest ? pulumi.unknown : value);
    // As the SDK made them: the getters below take their place.
    const registered = new Map(clusterProperties.map((property) => [property, this[property]]));
    const own = (property: ClusterProperty): pulumi.Output<unknown> =>
      pulumi
        .all([registered.get(property) as pulumi.Output<unknown>, publicId()])
        .apply(([value]) => asRead(value));
    // The engine marks them too; the mocks of a unit test do not. And it has `null` where nothing is.
    const marked = markedOutputs(
      clusterFields,
      (property): pulumi.Output<unknown> => {
        if (!isFlat(property)) {
          return own(property as ClusterProperty);
        }
        const source = own(flatSources[property][0]);
        return isUnitTest ? pulumi.all([source, own(property)]) : source;
      },
      // A state may have been edited by hand, and mocks may answer anything.
      (value, property) =>
        valueOrError(
          clusterValues,
          property,
          isFlat(property) ? flatValue(value, property, isUnitTest) : value,
          (defect) => `DatabaseCluster ${name}: ${defect} in the state. \`pulumi refresh\` reads it anew.`,
        ),
    );
    Object.defineProperties(this, Object.getOwnPropertyDescriptors(marked));
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

// It is a `pulumi.dynamic.Resource`, which has no members of its own, but not by its constructor: that serialises the
// provider, which takes it a quarter of a second and makes the text in the state twice as long.
Object.setPrototypeOf(DatabaseCluster.prototype, pulumi.dynamic.Resource.prototype);

/** What a connection holds of it; before that, what the mocks of a unit test have. */
function flatValue(value: unknown, property: FlatProperty, isUnitTest: boolean): unknown {
  const [source, own] = isUnitTest ? (value as [unknown, unknown]) : [value, undefined];
  const [, part] = flatSources[property];
  return own ?? (source as ClusterConnection | null | undefined)?.[part] ?? undefined;
}

/** The inputs; where an update has left out what some come from, without those dependencies. */
function inputsThatExist(inputs: pulumi.Inputs, dependencies: Promise<Dependencies>): pulumi.Inputs {
  const existing = (input: pulumi.Input<unknown>): pulumi.Input<unknown> =>
    input === undefined
      ? undefined
      : dependencies.then(({ isIncomplete }) => (isIncomplete ? withoutDependencies(input) : input));
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, existing(input)]));
}
