// The server that makes a fault happen.
import { setTimeout as sleep } from "node:timers/promises";
import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { longestRetryWaitMs } from "./fault";
import type { Fault } from "./fault";

/** A server with a fault, and its requests. */
export interface FaultServer {
  readonly endpoint: string;
  /** Host and port, as in messages. */
  readonly host: string;
  /** The requested paths; `undefined` if the fault has no server. */
  readonly paths: () => readonly string[] | undefined;
  /** The number of requests that are not fully answered. */
  readonly pending: () => number;
  /** The number of requests so far, as long as each of them is left unanswered on purpose; `undefined` after an answer. */
  readonly unanswered: () => number | undefined;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server for one lookup.
 *
 * @param uuid the UUID of the only cluster; by default that of the emulator
 */
export async function startFaultServer(fault: Fault, uuid?: string): Promise<FaultServer> {
  const { server, times = Infinity, pace } = fault;
  if ("endpoint" in server) {
    const { endpoint } = server;
    const { host } = new URL(endpoint);
    const stop = (): Promise<void> => Promise.resolve();
    return { endpoint, host, paths: () => undefined, pending: () => 0, unanswered: () => undefined, stop };
  }
  const emulator = await Emulator.start(
    uuid === undefined ? {} : { clusters: [databaseCluster("pg", { id: uuid })] },
  );
  let isAnswering = pace === undefined;
  emulator.misbehave((request, response) => {
    const asked = emulator.requests.filter(({ path }) => path === request.url).length;
    const properly = (): void => {
      emulator.answer(request, response, undefined);
    };
    if (asked > times) {
      isAnswering = true;
      properly();
    } else {
      server(request, response, properly);
    }
  });
  return {
    endpoint: emulator.url,
    host: new URL(emulator.url).host,
    paths: () => emulator.requests.map(({ path }) => path),
    pending: () => emulator.pending,
    unanswered: () => (isAnswering ? undefined : emulator.requests.length),
    stop: () => emulator.stop(),
  };
}

/** Waits until there were this many requests and none is pending, and returns the final state. */
export async function settled(
  server: FaultServer,
  requests: number,
): Promise<{ paths: string[]; pending: number }> {
  const isSettled = (): boolean => (server.paths()?.length ?? requests) >= requests && server.pending() === 0;
  for (let waits = 0; waits < 2000 && !isSettled(); waits++) {
    await sleep(5);
  }
  // A request too many would come after the wait before a retry.
  await sleep(5 * longestRetryWaitMs);
  return { paths: [...(server.paths() ?? [])].sort(), pending: server.pending() };
}
