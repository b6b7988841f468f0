import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { ProviderHost } from "../host/providerHost";
import { beginProgram, setConfig } from "../unit/pulumiProgram";
import { byUuid, reads } from "./reads";
import { stackConfig, withoutProxies } from "./surroundings";

/** Each test has an emulator of its own, to which there are no connections yet. */
let emulator: Emulator;
let host: ProviderHost;
let restore: () => void;
beforeAll(async () => {
  restore = withoutProxies();
  await beginProgram();
  const config = stackConfig();
  setConfig(config, Object.keys(config));
  host = await ProviderHost.start({ config });
});
beforeEach(async () => {
  emulator = await Emulator.start();
});
afterEach(() => emulator.stop());
afterAll(async () => {
  await host.stop();
  setConfig({});
  restore();
});

/** One lookup by every function, and one by the resource. */
const lookUps = [
  ...reads.map(({ name, paths, promised, args }) => ({
    name,
    paths,
    lookUp: (): Promise<unknown> => promised({ ...args, apiEndpoint: emulator.url }),
  })),
  {
    name: "a read of the resource",
    paths: byUuid.paths,
    lookUp: (): Promise<unknown> => host.read(clusterUuid("pg"), { apiEndpoint: emulator.url }),
  },
];

/** Ends the connections, and waits until this process and the host have noticed it. */
async function endAll(sockets: ReadonlySet<Socket>, end: (socket: Socket) => void): Promise<void> {
  const closed = [...sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
  sockets.forEach(end);
  await Promise.all(closed);
  for (let turns = 0; turns < 20; turns++) {
    await new Promise(setImmediate);
  }
  await host.roundTrip();
  await host.roundTrip();
}

describe.each(lookUps)("$name", ({ paths, lookUp }) => {
  it.each<[string, (socket: Socket) => void]>([
    ["closed", (socket) => void socket.end()],
    ["reset", (socket) => void socket.resetAndDestroy()],
  ])("sends no request in vain if the server has %s the kept connection", async (_, end) => {
    const sockets = new Set<Socket>();
    emulator.misbehave((request: IncomingMessage, response: ServerResponse) => {
      sockets.add(request.socket);
      emulator.answer(request, response, undefined);
    });
    await lookUp();
    await lookUp();
    // The second lookup had the connections of the first.
    expect(emulator.connections).toBe(paths.length);
    await endAll(sockets, end);
    emulator.requests.length = 0;
    await lookUp();
    expect(emulator.requests).toHaveLength(paths.length);
    expect(emulator.connections).toBe(2 * paths.length);
  });

  it("tries again on another connection if the server resets the kept one at the next request", async () => {
    const kept = new Set<Socket>();
    let isFirst = true;
    emulator.misbehave((request: IncomingMessage, response: ServerResponse) => {
      if (isFirst) {
        kept.add(request.socket);
      } else if (kept.has(request.socket)) {
        request.socket.resetAndDestroy();
        return;
      }
      emulator.answer(request, response, undefined);
    });
    await lookUp();
    isFirst = false;
    await lookUp();
    expect(emulator.requests.map(({ path }) => path).sort()).toEqual(
      // Each path is requested once in the first lookup, and in the second once in vain and once more.
      paths.flatMap((path) => [path, path, path]).sort(),
    );
    expect(kept.size).toBe(paths.length);
  });
});
