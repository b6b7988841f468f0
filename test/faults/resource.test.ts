import { status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import { clusterUuid } from "../../testing/emulator/clusters";
import { ProviderHost } from "../host/providerHost";
import { retryLine } from "../host/failure";
import { leaksIn } from "../unit/leaks";
import { calm, haste, hurry, patience, plantedSecrets, timeless } from "./fault";
import { settled, stage } from "./faultServer";
import { faults } from "./faults";
import { bounds, expectedFacts, expectedPaths } from "./outcome";
import { byUuid } from "./reads";
import { stackConfig } from "./surroundings";

const uuid = clusterUuid("pg");

/** A host for each of the bounds, as a host has one configuration. */
const hosts = new Map<object, ProviderHost>();
beforeAll(async () => {
  for (const limits of [patience, calm, haste, hurry]) {
    hosts.set(limits, await ProviderHost.start({ config: stackConfig(limits) }));
  }
});
afterAll(() => Promise.all([...hosts.values()].map((host) => host.stop())));

const notice = `database cluster ${uuid}: DigitalOcean's rate limit is reached; asking again in N s.`;

it.each(faults)("$name", async (fault) => {
  const host = hosts.get(fault.limits ?? patience) as ProviderHost;
  const staged = await stage(fault);
  const { atLeast, below } = bounds(fault);
  const paths = expectedPaths(fault, byUuid);
  const line = expectedFacts(fault, byUuid, staged.host)?.line;
  const notices = Array<string>(fault.quotaWaits?.times ?? 0).fill(notice);
  const expectedLines = [...notices, ...(line === undefined ? [] : [line])];
  // One line for all that follow each other within seconds. Waits for quota have a line of their own.
  const expectedRetryLines = fault.ends.tries - 1 > notices.length ? 1 : 0;

  const started = performance.now();
  const error = await host.read(uuid, { apiEndpoint: staged.endpoint }).then(
    () => undefined,
    (reason: unknown) => reason as ServiceError,
  );
  const seconds = (performance.now() - started) / 1000;
  const printed = await host.takePrinted(expectedLines.length + expectedRetryLines);
  const requests = await settled(staged, paths.length);
  await staged.stop();

  expect({
    engineGets: error === undefined ? undefined : [error.code, timeless(error.details)],
    // What the user reads.
    printed: printed
      .filter((text) => !retryLine.test(text))
      .map((text) => timeless(text).replace(/asking again in \d s/, "asking again in N s")),
    retryLines: printed.filter((text) => retryLine.test(text) && text.startsWith(staged.host)).length,
    ...requests,
    leaks: leaksIn([error, printed], plantedSecrets),
    isInTime: seconds >= atLeast && seconds < below,
  }).toEqual({
    engineGets: line === undefined ? undefined : [status.UNKNOWN, line],
    printed: expectedLines,
    retryLines: expectedRetryLines,
    paths: staged.paths() === undefined ? [] : paths,
    pending: 0,
    leaks: [],
    isInTime: true,
  });
});
