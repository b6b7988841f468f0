import { setTimeout as sleep } from "node:timers/promises";
import { Emulator } from "../../testing/emulator/emulator";
import type { Fault } from "./fault";

/** Where a fault is met, and what becomes of the requests there. */
export interface Staged {
  readonly endpoint: string;
  /** Host and port, as lines have them. */
  readonly host: string;
  /** The paths that were asked for; `undefined` where no server of the test's is asked. */
  readonly paths: () => readonly string[] | undefined;
  /** How many requests still wait for an answer or its end. */
  readonly pending: () => number;
  readonly stop: () => Promise<void>;
}

/** A server of its own for one lookup, which nothing else asks. */
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

/** Waits until so many requests have come, and none waits for an answer. Says what is still there in the end. */
export async function settled(
  staged: Staged,
  requests: number,
): Promise<{ paths: string[]; pending: number }> {
  const isSettled = (): boolean => (staged.paths()?.length ?? requests) >= requests && staged.pending() === 0;
  for (let waits = 0; waits < 200 && !isSettled(); waits++) {
    await sleep(10);
  }
  // What is sent beyond that comes a retry's wait later.
  await sleep(60);
  return { paths: [...(staged.paths() ?? [])].sort(), pending: staged.pending() };
}
