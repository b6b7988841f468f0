// How a read fails in the provider host.
import { status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import type { ProviderHost, ReadResult } from "./providerHost";

/** The line that the host prints before a retry. */
export const retryLine = /^\S+: try \d+ of \d+ failed \([\w ]+\); the next try begins in \d+ s\.$/;

/**
 * The message that the engine gets for a failing read. It must be one line, and the host must print the same line and
 * nothing else, except before a retry.
 *
 * @param about a part of the lines of this read, if there are others at the same time
 */
export async function failureOf(
  host: ProviderHost,
  read: Promise<ReadResult>,
  about?: readonly string[],
): Promise<string> {
  const error = await read.then(
    ({ id }) => {
      throw new Error(`the read was expected to fail, and has the id "${id}"`);
    },
    (reason: unknown) => reason as ServiceError,
  );
  expect(error.code).toBe(status.UNKNOWN);
  expect(error.details).not.toMatch(/[\r\n]|^$/);
  // After an error of the stored provider's own the host prints ": ", because that has no stack.
  const printed = (await host.takePrinted(1, about))
    .map((line) => line.replace(/: $/, ""))
    .filter((line) => !retryLine.test(line));
  expect(printed).toEqual([error.details]);
  return error.details;
}
