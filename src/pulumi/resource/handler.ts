/** Reads the cluster of a resource, in Pulumi's provider host. */
import * as pulumi from "@pulumi/pulumi";
// Not used here, but every read needs it: if a dependency of it is missing, loading this file fails.
import "../../api/client";
import { ownMembers } from "../../api/decode";
import { isShortcut } from "../../connection/connection";
import { endWhenEngineIsGone } from "../../engineGone";
import { DigitalOceanApiError, withCode, withoutCode } from "../../errors";
import { clusterRead } from "../../reads/cluster";
import { storedProperties } from "../../reads/clusterShape";
import type { ClusterProperties } from "../../reads/clusterShape";
import { defaultNamespace, refreshHint } from "../../reads/configuration";
import { requireNoUnknownText } from "../../reads/identifiers";
import { ToldRetries, isYetToCome, lookUp } from "../../reads/read";
import type { Found, NoWait, Report } from "../../reads/read";
import { clusterFields } from "../../reads/secrecy";
import { idWithoutUuid, inputNames, noWaitInput, waitsInUpdate } from "./arguments";
import type { Inputs } from "./arguments";

type Properties = Readonly<Record<string, unknown>>;

/**
 * The `read` of the resource's `pulumi.dynamic.ResourceProvider`. Not for programs: this module is the package's frozen
 * subpath `pulumi-digitalocean-databases/dynamic`, and states that any release has written call this function.
 *
 * @param config the stack's config, decrypted; on a refresh, that of the last update
 * @param uuid the resource's id
 * @param given the resource's inputs; on a refresh, its stored outputs, which contain the inputs
 * @returns an empty object if a refresh does not find the cluster: the engine then drops the resource
 */
export async function read(
  config: pulumi.dynamic.Config,
  uuid: string,
  given: Properties,
): Promise<pulumi.dynamic.ReadResult> {
  endWhenEngineIsGone();
  const props = ownMembers(given);
  const isRefresh = "engine" in props;
  const inputs = inputsAmong(props);
  if (uuid === idWithoutUuid) {
    // A refresh has the stored outputs, and drops the resource.
    return isUnread in props ? {} : { id: uuid, props: { ...inputs, [isUnread]: true }, inputs };
  }
  const isPreview = props[waitsInUpdate] === true;
  try {
    const found = await lookUp(
      clusterRead,
      { ...inputs, uuid, waitForOnline: isRefresh ? undefined : isPreview || inputs.waitForOnline },
      {
        reader: "providerHost",
        config,
        report: hostReport(config),
        isPreview,
        noWait: props[noWaitInput] as NoWait | undefined,
      },
    );
    requireNoUnknownText(found.properties, uuid);
    return { id: uuid, props: { ...inputs, ...markedProperties(found, isRefresh ? props : {}) }, inputs };
  } catch (error) {
    if (!DigitalOceanApiError.isInstance(error)) {
      throw error;
    }
    // A 404 of the API itself has an error id; a proxy's does not mean that the cluster is gone.
    if (isRefresh && error.code === "not_found" && error.id !== undefined) {
      return {};
    }
    const hint = isRefresh ? refreshHint(error, inputs.configNamespace || defaultNamespace, config) : "";
    throw inOneLine(withCode(error.code, withoutCode(error.message) + hint));
  }
}

/** Marks the stored outputs of a resource whose UUID was unknown. */
const isUnread = "isUnread";

/** The arguments among the inputs. They are stored as outputs, too, because a refresh gets only those. */
function inputsAmong(props: Properties): Inputs {
  return Object.fromEntries(
    inputNames.filter((name) => (props[name] ?? null) !== null).map((name) => [name, props[name]]),
  );
}

/**
 * Every property that is stored, `null` if the cluster lacks it. What an update will wait for is left out, so that it is
 * unknown in the preview (docs/pulumi-internals.md, "MISSING KEYS").
 *
 * @param before the stored outputs: earlier builds stored the shortcuts as well, and a refresh must not drop any
 */
function markedProperties(found: Found<ClusterProperties>, before: Properties): Properties {
  // Without `undefined` in it.
  const known = JSON.parse(JSON.stringify(found.properties)) as Properties;
  return Object.fromEntries(
    [...storedProperties, ...Object.keys(before).filter(isShortcut)]
      .filter((property) => !isYetToCome(found, property, clusterFields))
      .map((property) => {
        const value = known[property] ?? null;
        return [property, clusterFields[property].secret && value !== null ? secret(value) : value];
      }),
  );
}

/** A secret value as the engine takes it from a provider (docs/pulumi-internals.md, "SECRETS OF A PROVIDER"). */
function secret(value: unknown): Properties {
  return { [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig, value };
}

/** An error that the host prints as one line, its message (docs/pulumi-internals.md, "ERROR LINES"). */
function inOneLine(message: string): Error {
  const [, subject, rest] = /^(.+?): (.*)$/.exec(message) ?? [undefined, message, ""];
  return Object.assign(new Error(message), { stack: rest, toString: () => subject });
}

/** The shortest time between two lines about the progress of a wait: the host's lines stay on the screen. */
const progressEveryMs = 60_000;

/** The time between two lines about the same retries: 15 s after the first line, then twice as long each time. */
function retryEveryMs(lines: number): number {
  return Math.min(15_000 * 2 ** (lines - 1), progressEveryMs);
}

/** What a run has printed. */
interface Printed {
  readonly warnings: Set<string>;
  /** When each wait was last mentioned. */
  readonly progress: Map<string, number>;
  readonly retries: ToldRetries;
}

/** By the config, which is a new object in each run. */
const printed = new WeakMap<object, Printed>();

/** How lookups in the provider host report to the user: Pulumi shows the lines of standard error. */
function hostReport(config: object): Report {
  const ofRun = printed.get(config) ?? {
    warnings: new Set(),
    progress: new Map<string, number>(),
    retries: new ToldRetries(),
  };
  printed.set(config, ofRun);
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
