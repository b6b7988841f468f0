import type * as pulumi from "../pulumi/sdk";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime";
// Not used here, but needed by every read: what is missing of it is then found by the stub, while it loads this.
import "../api/databases";
import { DigitalOceanApiError, withCode, withoutCode } from "../api/errors";
import { ownMembers } from "../api/own";
import { isUnknownId } from "../api/uuid";
import { defaultNamespace, trimmed } from "../lookup/configuration";
import { isYetToCome, lookUp } from "../lookup/lookUp";
import type { Found } from "../lookup/lookUp";
import { clusterRead } from "../lookup/reads/cluster";
import type { NoWait } from "../lookup/surroundings";
import type { ClusterProperties } from "../model/cluster";
import { isFlat } from "../model/describe";
import { clusterFields } from "../model/fields";
import { endWhenEngineIsGone } from "./engineGone";
import { hostReport } from "./hostReport";
import { inputNames, noWaitInput, waitsInUpdate } from "./inputs";
import type { Inputs } from "./inputs";
import { storedProperties } from "./stored";
import { requireKnown } from "./unknownValues";

/**
 * Reads the cluster, in Pulumi's provider host. Not for programs: this module is the package's frozen subpath
 * `pulumi-digitalocean-databases/dynamic`, and states written by any release call this function with these
 * arguments.
 *
 * @param config the stack's config, decrypted; on a refresh, that of the last update
 * @param uuid the resource's id
 * @param props the resource's inputs; on a refresh, its stored outputs, the inputs among them
 * @returns nothing where a refresh finds no such cluster any more: the engine then drops the resource
 */
export async function read(
  config: pulumi.dynamic.Config,
  uuid: string,
  props: Readonly<Record<string, unknown>>,
): Promise<pulumi.dynamic.ReadResult> {
  endWhenEngineIsGone();
  if (isUnknownId(uuid)) {
    // Stored by an update that had left out what yields the UUID: nothing was read then, and there is nothing to keep.
    return {};
  }
  props = ownMembers(props);
  const refreshing = "engine" in props;
  const inputs = inputsAmong(props);
  // The constructor says so of a preview. A refresh does not wait either.
  const isPreview = props[waitsInUpdate] === true;
  const waitForOnline = refreshing ? undefined : isPreview || inputs.waitForOnline;
  try {
    const args = { ...inputs, uuid, waitForOnline };
    const noWait = props[noWaitInput] as NoWait | undefined;
    const surroundings = { reader: "providerHost", config, report: hostReport(config) } as const;
    const found = await lookUp(clusterRead, args, { ...surroundings, isPreview, noWait });
    requireKnown(uuid, found.properties);
    return { id: uuid, props: { ...inputs, ...markedProperties(found, refreshing ? props : {}) }, inputs };
  } catch (error) {
    if (!DigitalOceanApiError.isInstance(error)) {
      throw error;
    }
    if (refreshing && isGone(error)) {
      return {};
    }
    const hint = refreshing ? refreshHint(error, inputs, config) : "";
    throw shownAsOneLine(withCode(error.code, withoutCode(error.message) + hint));
  }
}

/** The arguments that the constructor left in the inputs. They are outputs, too, because a refresh has only those. */
function inputsAmong(props: Readonly<Record<string, unknown>>): Inputs {
  return Object.fromEntries(
    inputNames.filter((name) => (props[name] ?? null) !== null).map((name) => [name, props[name]]),
  );
}

/**
 * Every property that is stored, as `undefined` anywhere is an error of the host's; a key that is missing is unknown in
 * a preview, as those are that an update will wait for.
 *
 * @param before what is stored already: earlier builds stored all properties, and a refresh is not to drop any
 */
function markedProperties(
  found: Found<ClusterProperties>,
  before: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { properties } = found;
  const known = JSON.parse(JSON.stringify(properties)) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    [...storedProperties, ...Object.keys(before).filter(isFlat)]
      .filter((property) => !isYetToCome(found, property, clusterFields))
      .map((property) => {
        const value = known[property] ?? null;
        return [
          property,
          clusterFields[property].secret ? { [specialSigKey]: specialSecretSig, value } : value,
        ];
      }),
  );
}

/** Whether the API itself says so: a proxy's 404 says nothing of the cluster. */
function isGone(error: DigitalOceanApiError): boolean {
  return error.code === "not_found" && error.id !== undefined;
}

/** Why a refresh may have another token than the program. */
function refreshHint(
  error: DigitalOceanApiError,
  { configNamespace }: Inputs,
  config: pulumi.dynamic.Config,
): string {
  // An empty one counts as unset.
  const tokenFromState = Boolean(trimmed(config.get(`${configNamespace || defaultNamespace}:token`)));
  const codes: readonly string[] = ["unauthorized", "forbidden", "credentials_withheld"];
  return error.code === "missing_token" || (tokenFromState && codes.includes(error.code))
    ? " A refresh has the config of the last update, an old token too: if the token has changed since, run " +
        "`pulumi up` without `--refresh`, or `pulumi refresh --run-program`."
    : "";
}

/** The host prints `${error}: ${error.stack}`, which makes the message again. What it gives the engine is the message. */
function shownAsOneLine(message: string): Error {
  const [, subject, rest] = /^(.+?): (.*)$/.exec(message) ?? [undefined, message, ""];
  return Object.assign(new Error(message), { stack: rest, toString: () => subject });
}
