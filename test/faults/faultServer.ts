// The server that makes a fault happen, and waits until all is over.
import { setTimeout as sleep } from "node:timers/promises";
import { Emulator } from "../../testing/emulator/emulator";
import type { Fault } from "./fault";

/** A server with a fault, and its requests. */
export interface Staged {
  readonly endpoint: string;
  /** Host and port, as in messages. */
  readonly host: string;
  /** The requested paths; `undefined` if the fault has no server. */
  readonly paths: () => readonly string[] | undefined;
  /** The number of requests that are not fully answered. */
  readonly pending: () => number;
  readonly stop: () => Promise<void>;
}

/** Starts a server for one lookup. */
export async function stage({ server, times = Infinity }: Fault): Promise<Staged> {
  if ("endpoint" in server) {
    const { endpoint } = server;
    const { host } = new URL(endpoint);
    return { endpoint, host, paths: () => undefined, pending: () => 0, stop: () => Promise.resolve() };
  }
  const emulator = await Emulator.start();
  emulator.misbehave((request, response) => {
    const asked = emulator.requests.filter(({ path }) => path === request.url).length;
    const properly = (): void => {
      emulator.answer(request, response, undefined);
    };
    if (asked > times) {
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
    stop: () => emulator.stop(),
  };
}

/** Waits until there were this many requests and none is pending, and returns the final state. */
export async function settled(
  staged: Staged,
  requests: number,
): Promise<{ paths: string[]; pending: number }> {
  const isSettled = (): boolean => (staged.paths()?.length ?? requests) >= requests && staged.pending() === 0;
  for (let waits = 0; waits < 200 && !isSettled(); waits++) {
    await sleep(10);
  }
  // A request too many would come after the wait before a retry.
  await sleep(60);
  return { paths: [...(staged.paths() ?? [])].sort(), pending: staged.pending() };
}
