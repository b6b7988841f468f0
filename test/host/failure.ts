import { status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import type { ProviderHost, ReadResult } from "./providerHost";

/** What the host prints before another try. */
export const retryLine = /^\S+: try \d+ of \d+ failed \([\w ]+\); the next try begins in \d+ s\.$/;

/**
 * The message of a read that fails: what the engine gets for it. It is one line, and the host prints the same line
 * and nothing else, except before another try.
 */
export async function failureOf(host: ProviderHost, read: Promise<ReadResult>): Promise<string> {
  const error = await read.then(
    ({ id }) => {
      throw new Error(`the read was expected to fail, and has the id "${id}"`);
    },
    (reason: unknown) => reason as ServiceError,
  );
  expect(error.code).toBe(status.UNKNOWN);
  expect(error.details).not.toMatch(/[\r\n]|^$/);
  // Behind the stub's own error, which is short of everything, the host prints ": " and no stack.
  const printed = (await host.takePrinted(1))
    .map((line) => line.replace(/: $/, ""))
    .filter((line) => !retryLine.test(line));
  expect(printed).toEqual([error.details]);
  return error.details;
}
