import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime";
// Not used here, but needed by every read: what is missing of it is then found by the stub, while it loads this.
import "../../api/client";
import { ownMembers } from "../../api/decode";
import { clusterSubject } from "../../api/subject";
import { isFlat } from "../../connection/connection";
import { endWhenEngineIsGone } from "../../engineGone";
import { DigitalOceanApiError, withCode, withoutCode } from "../../errors";
import { clusterRead } from "../../reads/cluster";
import type { ClusterProperties } from "../../reads/clusterShape";
import { defaultNamespace, trimmed } from "../../reads/configuration";
import { isUnknownId } from "../../reads/identifiers";
import { ToldRetries, isYetToCome, lookUp } from "../../reads/read";
import type { Found, NoWait, Report } from "../../reads/read";
import { clusterFields } from "../../reads/secrecy";
import type * as pulumi from "../sdk";
import { inputNames, noWaitInput, waitsInUpdate } from "./arguments";
import type { Inputs } from "./arguments";
import { storedProperties } from "./stored";

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

/** How often the host tells how far a wait has come; its lines stay where they are. */
const progressEveryMs = 60_000;

/** The time between two lines about the same retries: 15 s after the first line, then twice as long each time. */
function retryEveryMs(lines: number): number {
  return Math.min(15_000 * 2 ** (lines - 1), progressEveryMs);
}

/** What a run has been told. */
interface Told {
  readonly warnings: Set<string>;
  /** When each wait was last told of. */
  readonly progress: Map<string, number>;
  readonly retries: ToldRetries;
}

/** By the stack's config, which the engine hands to a provider anew in each run. */
const told = new WeakMap<object, Told>();

/**
 * What lookups tell the user, in the provider host: Pulumi shows what it prints to standard error, line by line.
 *
 * @param config as the provider was configured with it
 */
export function hostReport(config: object): Report {
  const ofRun: Told = told.get(config) ?? {
    warnings: new Set(),
    progress: new Map(),
    retries: new ToldRetries(),
  };
  told.set(config, ofRun);
  const { warnings, progress, retries } = ofRun;
  return {
    info: (message) => {
      console.error(message);
    },
    warn: (message) => {
      if (!warnings.has(message)) {
        warnings.add(message);
        console.error(`warning: ${message}`);
      }
    },
    progress: (subject, state) => {
      const last = progress.get(subject);
      if (last === undefined || performance.now() - last >= progressEveryMs) {
        progress.set(subject, performance.now());
        console.error(`${subject}: ${state}`);
      }
    },
    retry: (notice) => {
      if (retries.isDue(notice, retryEveryMs)) {
        console.error(notice.text);
      }
    },
  };
}

/**
 * What stands for values that are not known yet between Pulumi's engine and its hosts: part of their protocol (in Go
 * `UnknownBoolValue` and so on, in the SDK `runtime.unknownValue`). The engine refuses the whole of what a read
 * returns where one of them is in it, and names the property only.
 */
const unknownValues: ReadonlySet<unknown> = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/**
 * Refuses properties that Pulumi would not take for what they are.
 *
 * @throws DigitalOceanApiError `unexpected_response`
 */
export function requireKnown(uuid: string, properties: object): void {
  for (const [property, value] of Object.entries(properties)) {
    if (holdsUnknown(value)) {
      throw new DigitalOceanApiError(
        "unexpected_response",
        `${clusterSubject(uuid).name}: its ${property} holds a text that Pulumi takes for a value that is not known ` +
          "yet, so that a resource cannot have it; use getDatabaseCluster.",
        { clusterUuid: uuid },
      );
    }
  }
}

function holdsUnknown(value: unknown): boolean {
  return typeof value === "object" && value !== null
    ? Object.values(value).some(holdsUnknown)
    : unknownValues.has(value);
}
