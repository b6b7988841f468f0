/** Reads a body within bounds of size, so that no answer fills the memory. */
import type { Readable } from "node:stream";

/** The largest body that is read. */
export interface BodyBounds {
  /** Bytes after decompression. */
  readonly bytes: number;
  /** Values in the JSON: parsed, two bytes can take fifty times as much memory. */
  readonly values: number;
}

/** For an answer about one thing. A cluster with a thousand users, each with a certificate, is about that large. */
export const boundsOfOne: BodyBounds = { bytes: 4 * 1024 * 1024, values: 200_000 };

/** For a page of a list, which has at most 200 entries. */
export const boundsOfList: BodyBounds = { bytes: 16 * 1024 * 1024, values: 1_000_000 };

/** For an error, of which `id` and `request_id` are read. */
export const boundsOfError: BodyBounds = { bytes: 64 * 1024, values: 1000 };

/** The body is larger than its bounds. */
export class TooLarge extends Error {}

/** Longer bodies are read a few at a time in a process. Most answers have some kilobytes. */
const largeBytes = 128 * 1024;

/**
 * Reads and parses a body. Its size is counted while it arrives, so nothing beyond the bounds is kept.
 *
 * @param parse is called before another large body is read
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
        // Until then the sender keeps the rest.
        endTurn ??= await largeBodies.begin(signal);
      }
    }
    return parse(Buffer.concat(chunks, bytes));
  } finally {
    endTurn?.();
  }
}

const quote = 0x22;

const backslash = 0x5c;

const comma = 0x2c;

const colon = 0x3a;

const openBracket = 0x5b;

const openBrace = 0x7b;

/** Counts the values of a JSON text that arrives in pieces, without parsing it. */
export class JsonTally {
  private values = 0;
  private isInString = false;
  private isEscaped = false;

  /** @returns the number of values so far: of `[`, `{`, `:` and `,` outside strings */
  public add(bytes: Uint8Array): number {
    let { values, isInString, isEscaped } = this;
    for (const byte of bytes) {
      if (isInString) {
        if (isEscaped) {
          isEscaped = false;
        } else if (byte === backslash) {
          isEscaped = true;
        } else if (byte === quote) {
          isInString = false;
        }
      } else if (byte === quote) {
        isInString = true;
      } else if (byte === comma || byte === colon || byte === openBracket || byte === openBrace) {
        values++;
      }
    }
    Object.assign(this, { values, isInString, isEscaped });
    return values;
  }
}

/** Limits how many callers do something at the same time, first come, first served. Each caller ends its turn. */
export class Turns {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];

  /** @param atOnce the number of turns at the same time */
  public constructor(private readonly atOnce: number) {}

  /**
   * @param signal ends the wait
   * @returns a function that ends the turn
   * @throws the reason of the signal
   */
  public async begin(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.taken < this.atOnce) {
      this.taken++;
    } else {
      await this.handedOver(signal);
    }
    return () => {
      const next = this.waiting.shift();
      if (next === undefined) {
        this.taken--;
      } else {
        next();
      }
    };
  }

  /** Waits for a turn that another caller ends. */
  private handedOver(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.waiting.splice(this.waiting.indexOf(begin), 1);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
        reject(signal.reason);
      };
      this.waiting.push(begin);
      signal.addEventListener("abort", giveUp, { once: true });
    });
  }
}

const largeBodies = new Turns(4);
