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
