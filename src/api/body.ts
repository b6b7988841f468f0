import type { Readable } from "node:stream";
import { JsonTally } from "./jsonTally";
import { Turns } from "./turns";

/** How much of an answer is taken. */
export interface BodyBounds {
  /** Bytes, once decompressed. */
  readonly bytes: number;
  /** Values of the JSON: two bytes of it can take fifty times as much memory once parsed. */
  readonly values: number;
}

/** An answer about one thing. A cluster with a thousand users, each with a certificate, has about that much. */
export const boundsOfOne: BodyBounds = { bytes: 4 * 1024 * 1024, values: 200_000 };

/** A page of a list, which has 200 entries at most. */
export const boundsOfList: BodyBounds = { bytes: 16 * 1024 * 1024, values: 1_000_000 };

/** An error, of which `id` and `request_id` are read. */
export const boundsOfError: BodyBounds = { bytes: 64 * 1024, values: 1000 };

/** The body is beyond its bounds. */
export class TooLarge extends Error {}

/** What is longer is large: such bodies are read a few at a time in a process. Most answers have some kilobytes. */
const largeBytes = 128 * 1024;

const largeBodies = new Turns(4);

/**
 * What is made of a body. Its size is counted as it comes, so that nothing beyond the bounds gets into memory.
 *
 * @param parse is called before another large body may be read
 * @throws TooLarge; the stream's own error; the reason of the aborted signal
 */
export async function readBody<T>(
  stream: Readable,
  bounds: BodyBounds,
  signal: AbortSignal,
  parse: (body: Uint8Array) => T,
): Promise<T> {
  const chunks: Uint8Array[] = [];
  const tally = new JsonTally();
  let bytes = 0;
  let endTurn: (() => void) | undefined;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > bounds.bytes || tally.add(chunk) > bounds.values) {
        throw new TooLarge();
      }
      chunks.push(chunk);
      if (bytes > largeBytes) {
        // The rest stays with the sender until then.
        endTurn ??= await largeBodies.begin(signal);
      }
    }
    return parse(Buffer.concat(chunks, bytes));
  } finally {
    endTurn?.();
  }
}
