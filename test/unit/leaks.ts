import { inspect } from "node:util";

/** A text and the forms in which it may turn up elsewhere without being recognised. */
function disguises(secret: string): string[] {
  // Base64 of a text depends on where in a longer text it stands: the middle of each of the three is fixed.
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.from("x".repeat(offset) + secret).toString("base64");
    return encoded.slice(offset === 0 ? 0 : 4, -4);
  });
  return [
    secret,
    encodeURIComponent(secret),
    encodeURI(secret),
    new URLSearchParams({ "": secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    // As util.inspect quotes a text that has quotes of its own.
    secret.replaceAll("\\", "\\\\"),
    secret.replaceAll("\\", "\\\\").replaceAll("'", "\\'"),
    Buffer.from(secret).toString("hex"),
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

/** Every text that a program, a log or a crash report may make of a value. */
function renderings(value: unknown): string[] {
  const everything = inspect(value, { depth: Infinity, showHidden: true, maxStringLength: Infinity });
  const parts =
    value instanceof Error
      ? [value.message, value.stack ?? "", inspect(value.cause, { depth: Infinity, showHidden: true })]
      : [];
  const members =
    typeof value === "object" && value !== null
      ? Reflect.ownKeys(value).map((key) => String(Reflect.get(value, key)))
      : [];
  return [String(value), inspect(value), everything, JSON.stringify({ value }), ...parts, ...members];
}

/** Which of the secrets can be read from the value, in whatever form. */
export function leaksIn(value: unknown, secrets: readonly string[]): string[] {
  const texts = renderings(value);
  return secrets.filter((secret) =>
    disguises(secret).some((form) => texts.some((text) => text.includes(form))),
  );
}
