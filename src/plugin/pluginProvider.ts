/** The provider: its config, its functions, and what Pulumi may ask of a resource. */
import { isDeepStrictEqual } from "node:util";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { defaultLimits } from "../api/settings";
import { DigitalOceanApiError, withoutCode } from "../errors";
import { pluginNamespace, refreshHint } from "../reads/configuration";
import type { StackConfig } from "../reads/configuration";
import { errorWithout, reportWithout, textsIn } from "../reads/hidden";
import { requireKnownNames } from "../reads/knownNames";
import type { Surroundings } from "../reads/read";
import { clusterResource } from "./clusterResource";
import { connectionResource } from "./connectionResource";
import { pluginFunctions } from "./functions";
import { RunReport } from "./report";
import type { Resource } from "./resource";
import {
  knownValues,
  markedProperties,
  propertiesIn,
  structOf,
  unknown,
  withSecrets,
} from "./protocolValues";
import type { GivenProperties } from "./protocolValues";

type AnyResource = Resource<Record<string, unknown>>;

const resources = [clusterResource, connectionResource] as unknown as readonly AnyResource[];

/** The names in the provider's config. */
export const configNames: Readonly<Record<string, true>> = {
  ...{ token: true, apiEndpoint: true },
  ...(Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, true])) as Record<string, true>),
};

/** What the engine adds to the config of an explicit provider. */
const namesOfEngine = /^(version|pluginDownloadURL|__.*)$/;

/** A resource as a request names it. */
export interface Target {
  /** `digitalocean-databases:index:DatabaseCluster`. */
  readonly type: string;
  readonly urn: string;
}

/** What differs between a resource and its program. */
export interface Difference {
  readonly changed: readonly string[];
  /** Those of the changed properties for which there must be a new resource. */
  readonly replacing: readonly string[];
  /** Whether they are inputs; otherwise they are outputs. */
  readonly areInputs: boolean;
}

export class Provider {
  private config: GivenProperties = {};
  private readonly report = new RunReport();

  /** @param address host and port of the engine, which shows the provider's messages */
  public connect(address: string): void {
    this.report.connect(address);
  }

  /**
   * The config to store. Its token is a secret, also where it was set in plaintext.
   *
   * @throws DigitalOceanApiError `invalid_argument`: an unknown name
   */
  public checkConfig(news: Struct | undefined): Struct {
    const own = Object.entries(propertiesIn(news)).filter(([name]) => !namesOfEngine.test(name));
    requireKnownNames(Object.fromEntries(own), {
      ...{ subject: `the config of ${pluginNamespace}`, kind: "option", names: configNames },
    });
    return withSecrets(news, ["token"]);
  }

  /** The names of what has changed in the config. */
  public diffConfig(olds: Struct | undefined, news: Struct | undefined): readonly string[] {
    return changedNames(Object.keys(configNames), propertiesIn(olds), propertiesIn(news));
  }

  public configure(args: Struct | undefined): void {
    this.config = propertiesIn(args);
  }

  /**
   * The inputs to store.
   *
   * @throws DigitalOceanApiError `invalid_argument`
   */
  public async check({ type }: Target, news: Struct | undefined): Promise<Struct> {
    const resource = resourceOf(type);
    const given = propertiesIn(news);
    await hiding(given, resource.secretInputs, () => {
      requireKnownNames(given, { subject: resource.name, kind: "argument", names: resource.inputs });
      resource.check(knownValues(given), (input) => given[input]?.isUnknown !== true);
    });
    return withSecrets(news, resource.secretInputs);
  }

  /**
   * Compares the stored outputs with the cluster as it is now. Without this lookup, the outputs of an unchanged program
   * would never change.
   */
  public async diff(
    target: Target,
    olds: Struct | undefined,
    oldInputs: Struct | undefined,
    news: Struct | undefined,
  ): Promise<Difference> {
    const resource = resourceOf(target.type);
    const given = propertiesIn(news);
    const inputs = changedNames(Object.keys(resource.inputs), propertiesIn(oldInputs), given);
    if (inputs.length > 0) {
      // The create or update that follows looks the outputs up.
      const replacing = inputs.filter((input) => resource.replacing.includes(input));
      return { changed: inputs, replacing, areInputs: true };
    }
    const stored = propertiesIn(olds);
    const found = await this.find(target, given, true);
    const changed = Object.keys(resource.fields).filter(
      (property) => !isDeepStrictEqual(stored[property]?.value, found[property]),
    );
    return { changed, replacing: [], areInputs: false };
  }

  /**
   * What a create or an update stores. In a preview with unknown inputs, all of it is unknown.
   *
   * @param timeoutSeconds the longest wait, from the resource's `customTimeouts`; 0 if there is none
   */
  public async apply(
    target: Target,
    inputs: Struct | undefined,
    isPreview: boolean,
    timeoutSeconds: number,
  ): Promise<{ readonly id: string; readonly properties: Struct }> {
    const { fields, idOf, name } = resourceOf(target.type);
    const given = propertiesIn(inputs);
    if (Object.values(given).some(({ isUnknown }) => isUnknown)) {
      const all = Object.fromEntries(Object.keys(fields).map((property) => [property, unknown]));
      return { id: "", properties: markedProperties(fields, all, name) };
    }
    const wait = given["waitForOnline"];
    const asked =
      wait?.value === true && timeoutSeconds > 0
        ? { ...given, waitForOnline: { ...wait, value: { timeoutSeconds } } }
        : given;
    const found = await this.find(target, asked, isPreview);
    const id = idOf(knownValues(given));
    return { id, properties: markedProperties(fields, found, `${name} ${id}`) };
  }

  /**
   * Reads a resource: for `get` in a program, for `pulumi import`, or for a refresh, which has the stored outputs.
   *
   * @returns `undefined` if a refresh does not find it: the engine then drops the resource
   */
  public async read(
    target: Target,
    id: string,
    stored: Struct | undefined,
    inputs: Struct | undefined,
  ): Promise<{ readonly properties: Struct; readonly inputs: Struct } | undefined> {
    const { fields, inputsOf, name } = resourceOf(target.type);
    const isRefresh = "engine" in propertiesIn(stored);
    const ofId = structOf(inputsOf(id));
    const given = propertiesIn(inputs);
    // A read does not wait.
    const { waitForOnline: _, ...asked } = { ...given, ...propertiesIn(ofId) };
    try {
      const found = await this.find(target, asked, false);
      return {
        properties: markedProperties(fields, found, `${name} ${id}`),
        inputs: inputs !== undefined && Object.keys(given).length > 0 ? inputs : ofId,
      };
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

  public async invoke(token: string, args: Struct | undefined, isPreview: boolean): Promise<Struct> {
    const called = pluginFunctions.find(({ name }) => name === nameIn(token));
    if (called === undefined) {
      throw new DigitalOceanApiError("invalid_argument", "there is no such function.");
    }
    const given = propertiesIn(args);
    const known = knownValues(given);
    const found = await hiding(given, [], (texts) => {
      requireKnownNames(known, { subject: called.name, kind: "argument", names: called.args });
      return called.find(known, this.surroundings("", isPreview, texts));
    });
    return markedProperties(called.fields, { ...found }, called.name);
  }

  /** The outputs as they are now, as they will be stored. */
  private async find(
    { type, urn }: Target,
    given: GivenProperties,
    isPreview: boolean,
  ): Promise<Readonly<Record<string, unknown>>> {
    const resource = resourceOf(type);
    const found = await hiding(given, resource.secretInputs, (texts) =>
      resource.find(knownValues(given), this.surroundings(urn, isPreview, texts)),
    );
    return Object.fromEntries(
      Object.keys(resource.fields).map((property) => [property, storedValue(found[property])]),
    );
  }

  private surroundings(urn: string, isPreview: boolean, hidden: readonly string[]): Surroundings {
    return {
      ...{ reader: "plugin", config: this.stackConfig, isPreview },
      report: reportWithout(hidden, this.report.of(urn)),
    };
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
  const found = resources.find(({ name }) => name === nameIn(type));
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
function changedNames(names: readonly string[], olds: GivenProperties, news: GivenProperties): string[] {
  return names.filter(
    (name) => news[name]?.isUnknown === true || !isDeepStrictEqual(olds[name]?.value, news[name]?.value),
  );
}

/** The value as it will be read from the state: without `undefined` in it. */
function storedValue(value: unknown): unknown {
  return value === undefined || value === unknown ? value : (JSON.parse(JSON.stringify(value)) as unknown);
}

/**
 * What the work returns. Its errors do not show the texts of secret properties.
 *
 * @param secrets properties that are always secret
 */
async function hiding<T>(
  given: GivenProperties,
  secrets: readonly string[],
  work: (texts: readonly string[]) => T | Promise<T>,
): Promise<T> {
  const hidden = Object.entries(given).filter(([name, { isSecret }]) => isSecret || secrets.includes(name));
  const texts = hidden.flatMap(([, { value }]) => textsIn(value));
  try {
    return await work(texts);
  } catch (error) {
    throw DigitalOceanApiError.isInstance(error) ? errorWithout(texts, error) : error;
  }
}
