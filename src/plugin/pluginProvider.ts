/** The provider: its config, its functions, and what Pulumi may ask of a resource. */
import { isDeepStrictEqual } from "node:util";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { defaultLimits } from "../api/settings";
import { DigitalOceanApiError, withoutCode } from "../errors";
import { pluginNamespace, refreshHint } from "../reads/configuration";
import type { StackConfig } from "../reads/configuration";
import { requireNoUnknownText } from "../reads/identifiers";
import { hiding, reportWithout, textsIn } from "../reads/hidden";
import { requireKnownNames } from "../reads/knownNames";
import type { Surroundings } from "../reads/read";
import { clusterResource } from "./clusterResource";
import { connectionResource } from "./connectionResource";
import { pluginFunctions } from "./functions";
import { valuesOf, markedProperties, propertiesIn, unknown, withSecrets } from "./protocolValues";
import type { GivenProperties } from "./protocolValues";
import { RunReport } from "./report";
import type { Resource } from "./resource";

/** The properties in a message. */
type Message = Struct | undefined;
type Values = Record<string, unknown>;
type AnyResource = Resource<Values>;

export const pluginResources = [clusterResource, connectionResource] as unknown as readonly AnyResource[];

/** The names in the provider's config. */
export const configNames: Readonly<Record<string, true>> = Object.fromEntries(
  ["token", "apiEndpoint", ...Object.keys(defaultLimits)].map((name) => [name, true]),
);

/** What the engine adds to the config of a provider. */
const namesOfEngine = /^(version|pluginDownloadURL|__.*)$/;

/** What a request says of a resource. */
export interface Call {
  /** `digitalocean-databases:index:DatabaseCluster`. */
  readonly type: string;
  readonly urn: string;
  readonly isPreview: boolean;
  /** The longest wait that `customTimeouts` allows; 0 without one. */
  readonly timeoutSeconds: number;
}

/** What the engine stores of a resource. */
interface Stored {
  readonly id: string;
  readonly properties: Struct;
  /** Only of a read. */
  readonly inputs?: Struct;
}

/** What differs between a state and a program. */
export interface Difference {
  readonly changed: string[];
  /** Those of the changed properties for which there must be a new resource. */
  readonly replacing: string[];
  /** Whether they are inputs; otherwise they are outputs. */
  readonly areInputs: boolean;
}

export class Provider {
  private config: GivenProperties = {};
  public readonly report = new RunReport();

  /**
   * The config to store. Its token is a secret, also where it was set in plaintext.
   *
   * @throws DigitalOceanApiError `invalid_argument`: an unknown name
   */
  public checkConfig(news: Message): Struct {
    const own = Object.entries(propertiesIn(news)).filter(([name]) => !namesOfEngine.test(name));
    const subject = `the config of ${pluginNamespace}`;
    requireKnownNames(Object.fromEntries(own), { subject, kind: "option", names: configNames });
    return withSecrets(news, ["token"]);
  }

  public diffConfig(olds: Message, news: Message): Difference {
    const changed = changedNames(configNames, propertiesIn(olds), propertiesIn(news));
    return { changed, replacing: [], areInputs: true };
  }

  public configure(args: Message): void {
    this.config = propertiesIn(args);
  }

  /**
   * The inputs to store. Their values are checked where they are used, also in a preview.
   *
   * @throws DigitalOceanApiError `invalid_argument`: an unknown name
   */
  public check({ type }: Call, news: Message): Struct {
    const { name, inputs, secretInputs } = resourceOf(type);
    requireKnownNames(propertiesIn(news), { subject: name, kind: "argument", names: inputs });
    return withSecrets(news, secretInputs);
  }

  /**
   * Compares the stored outputs with the cluster as it is now. Without this lookup, the outputs of an unchanged program
   * would never change.
   */
  public async diff(call: Call, olds: Message, oldInputs: Message, news: Message): Promise<Difference> {
    const { fields, inputs, replacing } = resourceOf(call.type);
    const given = propertiesIn(news);
    const changedInputs = changedNames(inputs, propertiesIn(oldInputs), given);
    if (changedInputs.length > 0) {
      // The create or update that follows looks the outputs up.
      const isReplacing = (input: string): boolean => replacing.includes(input);
      return { changed: changedInputs, replacing: changedInputs.filter(isReplacing), areInputs: true };
    }
    const { properties } = await this.apply({ ...call, isPreview: true }, given);
    const changed = changedNames(fields, propertiesIn(olds), propertiesIn(properties));
    return { changed, replacing: [], areInputs: false };
  }

  /** What a create or an update stores. In a preview all of it is unknown if an input is; an update refuses that one. */
  public async apply(call: Call, given: GivenProperties): Promise<Stored> {
    const { fields, find, idOf, secretInputs } = resourceOf(call.type);
    if (call.isPreview && Object.values(given).some(({ isUnknown }) => isUnknown)) {
      const all = Object.fromEntries(Object.keys(fields).map((property) => [property, unknown]));
      // An empty id counts as unknown.
      return { id: "", properties: markedProperties(fields, all) };
    }
    return this.lookUp(call, given, secretInputs, async (known, surroundings) => {
      const id = idOf(known);
      const { timeoutSeconds } = call;
      const isBounded = known["waitForOnline"] === true && timeoutSeconds > 0;
      const inputs = isBounded ? { ...known, waitForOnline: { timeoutSeconds } } : known;
      const found = await find(inputs, surroundings);
      requireNoUnknownText(found, String(known["uuid"]));
      // What needs the id of a cluster that the update will wait for is unknown, too.
      const isPending = Object.values(found).includes(unknown);
      return { id: isPending ? "" : id, properties: markedProperties(fields, found) };
    });
  }

  /**
   * Reads a resource: for `get` in a program, for `pulumi import`, or for a refresh, which has the stored outputs.
   *
   * @returns `undefined` if a refresh does not find it: the engine then drops the resource
   */
  public async read(call: Call, id: string, stored: Message, inputs: Message): Promise<Stored | undefined> {
    const isRefresh = "engine" in propertiesIn(stored);
    const ofId = Struct.fromJavaScript(resourceOf(call.type).inputsOf(id) as Record<string, JavaScriptValue>);
    const given = propertiesIn(inputs);
    // A read does not wait.
    const { waitForOnline: _, ...asked } = { ...given, ...propertiesIn(ofId) };
    try {
      const isNew = inputs === undefined || Object.keys(given).length === 0;
      return { ...(await this.apply(call, asked)), id, inputs: isNew ? ofId : inputs };
    } catch (error) {
      if (!isRefresh || !DigitalOceanApiError.isInstance(error)) {
        throw error;
      }
      // A 404 of the API itself has an error id; a proxy's does not mean that the cluster is gone.
      if (error.code === "not_found" && error.id !== undefined) {
        return undefined;
      }
      const hint = refreshHint(error, pluginNamespace, this.stackConfig);
      throw new DigitalOceanApiError(error.code, withoutCode(error.message) + hint);
    }
  }

  public async invoke(token: string, args: Message, isPreview: boolean): Promise<Struct> {
    const name = nameIn(token);
    const called = pluginFunctions[name];
    if (called === undefined) {
      throw new DigitalOceanApiError("invalid_argument", "there is no such function.");
    }
    const given = propertiesIn(args);
    requireKnownNames(given, { subject: name, kind: "argument", names: called.args });
    const found = await this.lookUp({ urn: "", isPreview }, given, [], called.find);
    return markedProperties(called.fields, found);
  }

  /**
   * Messages of the lookup do not show the secret ones of the properties.
   *
   * @param secrets the properties that are always secret
   */
  private lookUp<T>(
    { urn, isPreview }: Pick<Call, "urn" | "isPreview">,
    given: GivenProperties,
    secrets: readonly string[],
    work: (known: Values, surroundings: Surroundings) => Promise<T>,
  ): Promise<T> {
    const hidden = Object.entries(given).filter(([name, { isSecret }]) => isSecret || secrets.includes(name));
    const texts = hidden.flatMap(([, { value }]) => textsIn(value));
    const report = reportWithout(texts, this.report.of(urn));
    return hiding(texts, () =>
      work(valuesOf(given), { reader: "plugin", config: this.stackConfig, isPreview, report }),
    );
  }

  private get stackConfig(): StackConfig {
    return {
      get: (key) => {
        const value = this.config[key.slice(pluginNamespace.length + 1)]?.value;
        return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
      },
    };
  }
}

function resourceOf(type: string): AnyResource {
  const found = pluginResources.find(({ name }) => name === nameIn(type));
  if (found === undefined) {
    throw new DigitalOceanApiError("invalid_argument", "there is no such resource.");
  }
  return found;
}

/** The name at the end of a token, such as `DatabaseCluster`. */
function nameIn(token: string): string {
  return token.slice(token.lastIndexOf(":") + 1);
}

/** The names of the properties that differ; an unknown property may differ. */
function changedNames(names: object, olds: GivenProperties, news: GivenProperties): string[] {
  return Object.keys(names).filter(
    (name) => news[name]?.isUnknown === true || !isDeepStrictEqual(olds[name]?.value, news[name]?.value),
  );
}
