// Lookups of the plugin at servers with a fault.
import { status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import { Emulator } from "../../testing/emulator/emulator";
import { paces, plantedSecrets, timeless } from "../faults/fault";
import type { Fault } from "../faults/fault";
import { settled, startFaultServer } from "../faults/faultServer";
import { expectedFacts, expectedPaths } from "../faults/outcome";
import { readByUuid, readOfCa } from "../faults/reads";
import type { FaultyRead } from "../faults/reads";
import { retryLine } from "../host/failure";
import { leaksIn } from "../unit/leaks";
import { urnOf } from "./pluginProcess";
import type { PluginProcess, ResourceName } from "./pluginProcess";

/** One way to look a cluster up, and the read of the data functions that has the same requests and messages. */
export interface FaultyLookUp {
  readonly name: string;
  readonly read: (uuid: string) => FaultyRead;
  readonly ask: (plugin: PluginProcess, uuid: string) => Promise<unknown>;
  /** The resource beside which lines are shown; none for a function. */
  readonly resource?: ResourceName;
}

const waiting = " With `waitForOnline: true` an update waits for it.";

/** The read of a cluster by something that has no `waitForOnline`. */
function readWithoutWait(uuid: string): FaultyRead {
  const read = readByUuid(uuid);
  return { ...read, absent: (...args) => read.absent(...args).replace(waiting, "") };
}

export const lookUps: readonly FaultyLookUp[] = [
  {
    name: "the Create of a DatabaseCluster",
    read: readByUuid,
    resource: "DatabaseCluster",
    ask: (plugin, uuid) => plugin.create("DatabaseCluster", { uuid }, {}, uuid),
  },
  {
    name: "the Create of a DatabaseConnection",
    read: readWithoutWait,
    resource: "DatabaseConnection",
    ask: (plugin, uuid) => plugin.create("DatabaseConnection", { uuid }, {}, uuid),
  },
  {
    name: "getDatabaseCluster",
    read: readWithoutWait,
    ask: (plugin, uuid) => plugin.invoke("getDatabaseCluster", { uuid }),
  },
  {
    name: "getDatabaseCa",
    read: readOfCa,
    ask: (plugin, uuid) => plugin.invoke("getDatabaseCa", { clusterUuid: uuid }),
  },
];

/** A message of the data functions in the words of the plugin: its config has one namespace, its own. */
function inPluginsWords(line: string): string {
  return line
    .replaceAll("the config value digitalocean:token", "the provider's config (digitalocean-databases:token)")
    .replace(/\b(digitalocean|hasty|calm|hurried):(?=[a-z])/g, "digitalocean-databases:");
}

/** The result of a lookup, and the expected one. */
export interface Met {
  readonly observed: object;
  readonly expected: object;
}

/**
 * Looks up at a server with the fault.
 *
 * @param uuid a UUID of its own, by which its lines can be told from others
 * @param begun is called as soon as the plugin can get another config
 */
export async function meet(
  plugin: PluginProcess,
  fault: Fault,
  { name, read: readOf, ask, resource }: FaultyLookUp,
  uuid: string,
  begun: () => void = () => undefined,
): Promise<Met> {
  const read = readOf(uuid);
  const server = await startFaultServer(fault, uuid);
  const limits = Object.entries(paces[fault.pace ?? "digitalocean"]);
  await plugin.configure({
    ...Object.fromEntries(limits.map(([limit, value]) => [limit, String(value)])),
    ...{ token: Emulator.token, apiEndpoint: server.endpoint },
  });
  const asking = ask(plugin, uuid).then(
    () => undefined,
    (reason: unknown) => reason as ServiceError,
  );
  // The lookup has its settings by now.
  await plugin.roundTrip();
  begun();
  const error = await asking;

  const paths = expectedPaths(fault, read);
  const expectedLine = expectedFacts(fault, read, server.host)?.line;
  const line = expectedLine === undefined ? undefined : inPluginsWords(expectedLine);
  const urn = resource === undefined ? "" : urnOf(resource, uuid);
  const notice = `${read.subject}: DigitalOcean's rate limit is reached; asking again in N s.`;
  const notices = Array<string>(fault.quotaWaits?.times ?? 0).fill(notice);
  // Each replaces the one before, so that none is left out. Waits for quota have a line of their own.
  const mostRetryLines = fault.ends.tries - 1 - notices.length;
  const least = notices.length + Math.min(mostRetryLines, 1);
  const shown = await plugin.engine.take(
    least,
    ({ message }) => message.includes(uuid) || message.startsWith(server.host),
  );
  const requests = await settled(server, paths.length);
  await server.stop();
  const isRetry = (message: string): boolean => retryLine.test(message);
  const retries = shown.filter(({ message }) => isRetry(message));
  return {
    observed: {
      name,
      engineGets: error === undefined ? undefined : [error.code, timeless(error.details)],
      notices: shown
        .filter(({ message }) => !isRetry(message))
        .map(({ message }) => timeless(message).replace(/asking again in \d s/, "asking again in N s")),
      isRetryShown: retries.length > 0,
      oddRetries: retries.filter(({ ephemeral }, index) => !ephemeral || index >= mostRetryLines),
      urns: [...new Set(shown.map((each) => each.urn))],
      ...requests,
      leaks: leaksIn([error, shown], plantedSecrets),
    },
    expected: {
      name,
      engineGets: line === undefined ? undefined : [status.UNKNOWN, line],
      notices,
      isRetryShown: mostRetryLines > 0,
      oddRetries: [],
      urns: least > 0 ? [urn] : [],
      paths: server.paths() === undefined ? [] : paths,
      pending: 0,
      leaks: [],
    },
  };
}
