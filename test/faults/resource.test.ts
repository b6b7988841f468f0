import { status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { retryLine } from "../host/failure";
import { ProviderHost } from "../host/providerHost";
import { leaksIn } from "../unit/leaks";
import { plantedSecrets, timeless } from "./fault";
import type { Fault } from "./fault";
import { settled, startFaultServer } from "./faultServer";
import { faults, takesTime } from "./faults";
import { expectedFacts, expectedPaths } from "./outcome";
import { readByUuid } from "./reads";
import { ofPace, stackConfig } from "./surroundings";

let host: ProviderHost;
/** The reads that take seconds. They begin together, before the first test. */
const begun = new Map<number, ReturnType<typeof readWith>>();
beforeAll(async () => {
  host = await ProviderHost.start({ config: stackConfig() });
  // The first read loads the package, which takes a while.
  const emulator = await Emulator.start();
  await host.read(clusterUuid("pg"), { apiEndpoint: emulator.url });
  await emulator.stop();
  for (const [index, fault] of faults.entries()) {
    if (takesTime(fault)) {
      begun.set(index, readWith(fault, index));
    }
  }
  // A failure is for the test of its fault.
  await Promise.allSettled(begun.values());
});
afterAll(() => host.stop());

/** What is observed of a read at a server with the fault, and what is expected. */
async function readWith(fault: Fault, index: number): Promise<{ observed: object; expected: object }> {
  // Each read is of a cluster of its own, so that its lines can be told from others.
  const uuid = `5a1e0000-0000-4000-8000-${String(index).padStart(12, "f")}`;
  const read = readByUuid(uuid);
  const server = await startFaultServer(fault, uuid);
  const paths = expectedPaths(fault, read);
  const line = expectedFacts(fault, read, server.host)?.line;
  const notice = `database cluster ${uuid}: DigitalOcean's rate limit is reached; asking again in N s.`;
  const notices = Array<string>(fault.quotaWaits?.times ?? 0).fill(notice);
  const expectedLines = [...notices, ...(line === undefined ? [] : [line])];
  // One line for all that follow each other within seconds. Waits for quota have a line of their own.
  const expectedRetryLines = fault.ends.tries - 1 > notices.length ? 1 : 0;

  const error = await host.read(uuid, { ...ofPace(fault.pace), apiEndpoint: server.endpoint }).then(
    () => undefined,
    (reason: unknown) => reason as ServiceError,
  );
  const printed = await host.takePrinted(expectedLines.length + expectedRetryLines, [uuid, server.host]);
  const requests = await settled(server, paths.length);
  await server.stop();

  return {
    observed: {
      engineGets: error === undefined ? undefined : [error.code, timeless(error.details)],
      // What the user reads.
      printed: printed
        .filter((text) => !retryLine.test(text))
        .map((text) => timeless(text).replace(/asking again in \d s/, "asking again in N s")),
      retryLines: printed.filter((text) => retryLine.test(text) && text.startsWith(server.host)).length,
      ...requests,
      leaks: leaksIn([error, printed], plantedSecrets),
    },
    expected: {
      engineGets: line === undefined ? undefined : [status.UNKNOWN, line],
      printed: expectedLines,
      retryLines: expectedRetryLines,
      paths: server.paths() === undefined ? [] : paths,
      pending: 0,
      leaks: [],
    },
  };
}

describe("a read of the resource", () => {
  it.each(faults.map((fault, index) => ({ ...fault, index })))("$title", async ({ index, ...fault }) => {
    const { observed, expected } = await (begun.get(index) ?? readWith(fault, index));
    expect(observed).toEqual(expected);
  });

  it("prints nothing but its own lines", async () => {
    expect(await host.takePrinted(0)).toEqual([]);
  });
});
