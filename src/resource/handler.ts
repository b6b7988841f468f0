import type * as pulumi from "@pulumi/pulumi";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime";
// Not used here, but needed by every read: what is missing of it is then found by the stub, while it loads this.
import "../api/databases";
import { DigitalOceanApiError } from "../api/errors";
import { defaultNamespace } from "../lookup/configuration";
import { lookUpCluster } from "../lookup/lookUpCluster";
import type { LookUpArgs } from "../lookup/lookUpCluster";
import type { ClusterPropertiesWithoutCredentials } from "../model/cluster";
import { clusterFields, clusterProperties } from "../model/fields";

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
  const refreshing = "engine" in props;
  const inputs = inputsAmong(props);
  try {
    const cluster = await lookUpCluster({ uuid, ...inputs }, { config, notify });
    return { id: uuid, props: { ...inputs, ...markedProperties(cluster) }, inputs };
  } catch (error) {
    if (!DigitalOceanApiError.isInstance(error)) {
      throw error;
    }
    if (refreshing && isGone(error)) {
      return {};
    }
    throw shownAsOneLine(error.message + (refreshing ? refreshHint(error, inputs, config) : ""));
  }
}

type Inputs = Pick<LookUpArgs, "requireCredentials" | "configNamespace" | "apiEndpoint">;

/** The arguments that the constructor left in the inputs. They are outputs, too, because a refresh has only those. */
function inputsAmong(props: Readonly<Record<string, unknown>>): Inputs {
  const names = ["requireCredentials", "configNamespace", "apiEndpoint"] satisfies (keyof Inputs)[];
  return Object.fromEntries(
    names.filter((name) => (props[name] ?? null) !== null).map((name) => [name, props[name]]),
  );
}

/**
 * Every property but the id: a key that is missing would be unknown in a preview, and `undefined` anywhere is
 * an error of the host's.
 */
function markedProperties(cluster: ClusterPropertiesWithoutCredentials): Record<string, unknown> {
  const stored = JSON.parse(JSON.stringify(cluster)) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    clusterProperties
      .filter((property) => property !== "id")
      .map((property) => {
        const value = stored[property] ?? null;
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
  const tokenFromState = Boolean(config.get(`${configNamespace || defaultNamespace}:token`));
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

/** The host passes nothing on but its standard error. */
function notify(message: string): void {
  console.error(message);
}
