// The encoded forms in which a secret may appear in a text.
/** An encoded form of a text. */
export interface Disguise {
  readonly name: string;
  readonly form: string;
}

const known = new Map<string, readonly Disguise[]>();

/** The text itself and all its encoded forms. Those of short texts are kept. */
export function disguisesOf(text: string): readonly Disguise[] {
  const disguises = known.get(text) ?? madeDisguises(text);
  if (text.length < 1000) {
    known.set(text, disguises);
  }
  return disguises;
}

function madeDisguises(text: string): readonly Disguise[] {
  const bytes = Buffer.from(text);
  const json = JSON.stringify(text).slice(1, -1);
  const percent = encodeURIComponent(text);
  const named: Record<string, string> = {
    plain: text,
    "upper case": text.toUpperCase(),
    "percent-encoded": percent,
    "percent-encoded in lower case": percent.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
    "percent-encoded, twice": encodeURIComponent(percent),
    "percent-encoded as a whole": [...bytes].map((byte) => `%${hexOf(byte).toUpperCase()}`).join(""),
    "percent-encoded as in a URL": encodeURI(text),
    "percent-encoded as a URL's login": loginOf(text),
    "form-encoded": new URLSearchParams({ "": text }).toString().slice(1),
    "in JSON": json,
    "in JSON in JSON": JSON.stringify(json).slice(1, -1),
    // Go's JSON escapes these characters, also in the state.
    "in Go's JSON": json.replace(/[<>&]/g, unicodeEscape),
    "in \\u escapes": text.replace(/[\s\S]/g, unicodeEscape),
    // The quoting of util.inspect, without and with quotes in the text.
    "with its backslashes escaped": text.replaceAll("\\", "\\\\"),
    "with its backslashes and quotes escaped": text.replaceAll("\\", "\\\\").replaceAll("'", "\\'"),
    "quoted for a shell": text.replaceAll("'", "'\\''"),
    "in HTML": text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&#39;"),
    hexadecimal: bytes.toString("hex"),
    "hexadecimal in upper case": bytes.toString("hex").toUpperCase(),
    // A Buffer in util.inspect and JSON.stringify.
    "a Buffer's bytes": [...bytes].map(hexOf).join(" "),
    "a Buffer's bytes in JSON": [...bytes].join(","),
    "UTF-16": Buffer.from(text, "utf16le").toString("latin1"),
    ...base64("base64", text),
  };
  for (const [name, form] of Object.entries(base64("base64", text))) {
    named[`${name}, for URLs`] = form.replaceAll("+", "-").replaceAll("/", "_");
    Object.assign(named, base64(`${name}, then base64`, form));
  }
  // Equal forms are kept once, under the first name.
  const forms = new Map<string, string>();
  for (const [name, form] of Object.entries(named)) {
    forms.set(form, forms.get(form) ?? name);
  }
  return [...forms].map(([form, name]) => ({ name, form }));
}

/**
 * Base64 of a text depends on its position in a longer text. For each of the three alignments, these are the characters
 * that depend on the text alone.
 */
function base64(name: string, text: string): Record<string, string> {
  const length = Buffer.byteLength(text);
  return Object.fromEntries(
    [0, 1, 2].map((offset) => {
      const encoded = Buffer.from("x".repeat(offset) + text).toString("base64");
      const fixed = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + length) * 8) / 6));
      return [offset === 0 ? name : `${name} (${offset} further on)`, fixed];
    }),
  );
}

function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function loginOf(text: string): string {
  const url = new URL("http://127.0.0.1");
  url.username = text;
  return url.username;
}
