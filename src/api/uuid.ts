import { DigitalOceanApiError } from "./errors";
import { looksSecret } from "./shown";

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What stands for a text that is not known between Pulumi's engine and its hosts, and in states. */
const unknownId = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether the id is what stands for one that is not known. It has the form of a UUID. */
export function isUnknownId(id: string): boolean {
  return id.toLowerCase() === unknownId;
}

/** Whether the text is a UUID. */
export function isUuid(text: string): boolean {
  return uuidForm.test(text);
}

/**
 * The UUID in lower case, once it is sure to be one: it becomes part of a path, and `../account` as an
 * id makes other clients ask for something else entirely.
 *
 * @param argument the argument's name, for the message
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireUuid(value: unknown, argument: string): string {
  if (typeof value === "string" && isUnknownId(value)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${argument}: ${unknownId} is what Pulumi writes for a value that is not known, and no cluster's UUID. An update ` +
        "with --target or --exclude has left out what yields it: run `pulumi up` without them, in the stack that exports it.",
    );
  }
  if (typeof value === "string" && isUuid(value)) {
    return value.toLowerCase();
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    `${argument}: ${described(value)} is not a UUID such as 9cc10173-e9ea-4176-9dbc-a4cee4c4ff30; ` +
      "`doctl databases list` shows each cluster's.",
  );
}

/** The value as a message may show it: short, and on one line. */
function described(value: unknown): string {
  if (value === undefined || value === null) {
    return "a missing value";
  }
  if (typeof value !== "string") {
    return `a value of type ${Array.isArray(value) ? "array" : typeof value}`;
  }
  if (value === "") {
    return "an empty string";
  }
  // Somebody may pass a URI, a token or a password here by mistake. Shown is what looks like a UUID gone wrong, a
  // path or a plain word.
  return /^([0-9a-f-]{1,36}|\w{8}(-\w{4}){3}-\w{12}|[./a-z-]{1,36})$/.test(value) && !looksSecret(value)
    ? JSON.stringify(value)
    : `a string of ${value.length} characters`;
}
