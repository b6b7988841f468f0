import { setTimeout as sleep } from "node:timers/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { ProviderHost } from "../host/providerHost";
import { beginProgram, setConfig } from "../unit/pulumiProgram";
import { patience } from "./fault";
import { byUuid, reads } from "./reads";
import { stackConfig, withoutSurroundings } from "./surroundings";

/** What happens to a connection that has been kept after an answer; the client hears of it before it asks again. */
const deaths: readonly (readonly [how: string, die: (socket: Socket) => void])[] = [
  ["closed meanwhile", (socket) => void socket.end()],
  ["reset meanwhile", (socket) => void socket.resetAndDestroy()],
];

let emulator: Emulator;
let host: ProviderHost;
let restore: () => void;
beforeAll(async () => {
  restore = withoutSurroundings();
  await beginProgram();
  const config = stackConfig(patience);
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

/** One lookup through every function, and through the resource. */
const lookUps: readonly (readonly [name: string, paths: readonly string[], find: () => Promise<unknown>])[] =
  [
    ...reads.map(
      ({ name, paths, promised, args }) =>
        [name, paths, () => promised({ ...args, apiEndpoint: emulator.url })] as const,
    ),
    [
      "the resource",
      byUuid.paths,
      () => host.read(clusterUuid("pg"), { apiEndpoint: emulator.url }),
    ] as const,
  ];

describe.each(lookUps)("%s", (_, paths, find) => {
  it.each(deaths)("a kept connection that was %s costs no request", async (_how, die) => {
    const sockets = new Set<Socket>();
    emulator.misbehave((request: IncomingMessage, response: ServerResponse) => {
      sockets.add(request.socket);
      emulator.answer(request, response, undefined);
    });
    await find();
    await find();
    // The trap works: connections are kept.
    expect(emulator.connections).toBe(paths.length);
    sockets.forEach(die);
    await sleep(50);
    emulator.requests.length = 0;
    await find();
    expect(emulator.requests).toHaveLength(paths.length);
    expect(emulator.connections).toBe(2 * paths.length);
  });

  it("a kept connection that dies at the next request is asked again on another", async () => {
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
    await find();
    isFirst = false;
    await find();
    expect(emulator.requests.map(({ path }) => path).sort()).toEqual(
      // Once properly, once in vain and once more, each.
      paths.flatMap((path) => [path, path, path]).sort(),
    );
    expect(kept.size).toBe(paths.length);
  });
});
