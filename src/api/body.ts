import type { Readable } from "node:stream";

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

const quote = 0x22;

const backslash = 0x5c;

const comma = 0x2c;

const colon = 0x3a;

const openBracket = 0x5b;

const openBrace = 0x7b;

/** Counts the values of a JSON text that comes in pieces, without parsing it. */
export class JsonTally {
  private values = 0;
  private isInString = false;
  private isEscaped = false;

  /** @returns how many values there are so far: one for each `[`, `{`, `:` and `,` outside of strings */
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

/**
 * Limits how many callers do something at the same time, first come first served. A caller needs one turn at most and
 * always ends it, so no caller waits for ever.
 */
export class Turns {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];

  /** @param atOnce how many turns there are at the same time */
  public constructor(private readonly atOnce: number) {}

  /**
   * @param signal ends the wait
   * @returns what ends the turn
   * @throws what the signal is aborted with
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

  /** Waits for a turn that ends: it passes to the next in line. */
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
