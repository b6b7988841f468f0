/** A JSON object whose members nobody has looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The JSON object in a body, or what is wrong with the body. The parser's own error is not passed on: Node
 * quotes the text in it, passwords included.
 */
export function parseJsonObject(body: Uint8Array): JsonObject | string {
  if (body.byteLength === 0) {
    return "the body is empty";
  }
  try {
    const value: unknown = JSON.parse(utf8.decode(body));
    return isJsonObject(value) ? value : "the body is not a JSON object";
  } catch {
    return "the body is not JSON";
  }
}

/** Whether the value is an object, and neither `null` nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
