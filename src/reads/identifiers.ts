/** What identifies a thing that is looked up: UUIDs and names, checked before they are sent and again in the answer. */
import type { ApiClient } from "../api/client";
import { looksSecret, shown, shownName } from "../api/shown";
import { clusterSubject, isUuid, partSubject } from "../api/subject";
import type { Subject } from "../api/subject";
import { DigitalOceanApiError } from "../errors";

/** Something of a cluster, by its checked UUID and name. */
export interface PartKey {
  readonly clusterUuid: string;
  readonly name: string;
}

/** @throws DigitalOceanApiError `invalid_argument` */
export function partKey({ clusterUuid, name }: PartKey): PartKey {
  return { clusterUuid: requireUuid(clusterUuid, "clusterUuid"), name: requireName(name, "name") };
}

/** @param kind what it is, such as `user` */
export function namedPart(kind: string, { clusterUuid, name }: PartKey): Subject {
  return partSubject(`${kind} ${shownName(name)}`, clusterUuid);
}

/** A cluster whose name is known, too. */
export function namedCluster(uuid: string, name: string): Subject {
  const subject = clusterSubject(uuid);
  return { ...subject, name: `${subject.name} (${shown(name)})` };
}

/**
 * Refuses an answer about another cluster. The API's description does not promise an id, so an answer without one passes.
 *
 * @throws DigitalOceanApiError `unexpected_response`
 */
export function requireSameId(id: string | undefined, uuid: string, subject: Subject, api: ApiClient): void {
  if (id !== undefined && id.toLowerCase() !== uuid.toLowerCase()) {
    throw anotherAnswer(`about another cluster${isUuid(id) ? `, ${id.toLowerCase()}` : ""}`, subject, api);
  }
}

/**
 * Refuses an answer about a user, pool, replica or cluster of another name. Upper and lower case differ: PostgreSQL can have
 * the users `app` and `App`.
 *
 * @throws DigitalOceanApiError `unexpected_response`
 */
export function requireSameName(answered: string, name: string, subject: Subject, api: ApiClient): void {
  if (answered === name) {
    return;
  }
  throw answered.toLowerCase() === name.toLowerCase()
    ? refused(
        "the name in the answer differs in upper and lower case. Give the name as doctl shows it",
        subject,
        api,
      )
    : anotherAnswer("about another one", subject, api);
}

function anotherAnswer(what: string, subject: Subject, api: ApiClient): DigitalOceanApiError {
  const key = `${api.settings.configNamespace}:apiEndpoint`;
  return refused(
    `the answer is ${what}. Nothing of it is used. Check ${key} and any proxy or cache on the way`,
    subject,
    api,
  );
}

function refused(
  text: string,
  { name, clusterUuid }: Subject,
  { attempts }: ApiClient,
): DigitalOceanApiError {
  return new DigitalOceanApiError("unexpected_response", `${name}: ${text}.`, {
    ...{ clusterUuid, attempts },
    status: 200,
  });
}

/**
 * The name, if the API can be asked for it. It becomes part of a path, in which `..` would lead elsewhere.
 *
 * @param argument the argument's name, for the message
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireName(value: unknown, argument: string): string {
  if (
    typeof value === "string" &&
    /^[^\p{Cc}\p{Surrogate}]{1,255}$/u.test(value) &&
    !/^\.{1,2}$/.test(value)
  ) {
    return value;
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    `${argument}: expected a name: 1 to 255 characters, no control characters, and neither \`.\` nor \`..\`.`,
  );
}

/** The text that stands for an unknown value in Pulumi's protocol and in states (`pulumi.runtime.unknownValue`). */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Those for an unknown text, boolean, number, list, asset, archive and object. */
const unknownTexts: readonly unknown[] = [
  ...[unknownText, "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", "3eeb2bf0-c639-47a8-9e75-3b44932eb421"],
  ...["6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", "030794c1-ac77-496b-92df-f27374a8bd58"],
  ...["e48ece36-62e2-4504-bad9-02848725956a", "dd056dcd-154b-4c76-9bd3-c8f88648b5ff"],
];

/** Whether the engine takes the value for one that is not known yet. */
export function isUnknownText(value: unknown): boolean {
  return unknownTexts.includes(value);
}

/**
 * Refuses an answer with such a text, because a resource cannot have it: the engine would fail without saying why.
 *
 * @throws DigitalOceanApiError `unexpected_response`
 */
export function requireNoUnknownText(properties: object, uuid: string): void {
  const holdsOne = (value: unknown): boolean =>
    isUnknownText(value) ||
    (typeof value === "object" && value !== null && Object.values(value).some(holdsOne));
  const found = Object.entries(properties).find(([, value]) => holdsOne(value));
  if (found !== undefined) {
    throw new DigitalOceanApiError(
      "unexpected_response",
      `${clusterSubject(uuid).name}: its ${found[0]} holds a text that Pulumi takes for a value that is not known yet, so ` +
        "that a resource cannot have it; use getDatabaseCluster.",
      { clusterUuid: uuid },
    );
  }
}

/** All texts in a text that have the form of a UUID. */
export function uuidsIn(text: string): string[] {
  return text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi) ?? [];
}

/**
 * The UUID in lower case, without blanks around it. It becomes part of a path: an id such as `../account` makes other
 * clients ask for something else.
 *
 * @param argument the argument's name, for the message
 * @param byName how to look up by name, for the message
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireUuid(
  value: unknown,
  argument: string,
  byName = "to look up by name, take the `id` of `getDatabaseCluster({ name })`",
): string {
  const text = typeof value === "string" ? value.trim() : "";
  if (text.toLowerCase() === unknownText) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${argument}: ${unknownText} is what Pulumi writes for an unknown value, not the UUID of a cluster. An update with ` +
        "--target or --exclude left out the resource that the value comes from: run `pulumi up` without them in the stack " +
        "that exports it.",
    );
  }
  if (isUuid(text)) {
    return text.toLowerCase();
  }
  const given =
    typeof value === "string" ? described(text) : (value ?? null) === null ? "nothing" : typeof value;
  throw new DigitalOceanApiError(
    "invalid_argument",
    `${argument}: expected a UUID such as 9cc10173-e9ea-4176-9dbc-a4cee4c4ff30, got ${given}; ${hintFor(text, byName)}.`,
  );
}

/** The text if it looks like a mistyped UUID, a path or a plain word. It may also be a URI, a token or a password. */
function described(text: string): string {
  if (text === "") {
    return "an empty string";
  }
  return /^([0-9a-f-]{1,36}|\w{8}(-\w{4}){3}-\w{12}|[./a-z-]{1,36})$/.test(text) && !looksSecret(text)
    ? JSON.stringify(text)
    : `a string of ${text.length} characters`;
}

/** Texts that contain the UUID of a cluster: a URN, an address, quotes around it. */
const forms: readonly RegExp[] = [
  /^do:dbaas:([0-9a-f-]{36})$/i,
  /^(?:https?:\/\/)?(?:[\w.-]+(?::\d+)?\/|\/)?(?:[\w.-]+\/)*databases\/([0-9a-f-]{36})(?:[/?#].*)?$/is,
  /^['"`<({[]+([0-9a-f-]{36})['"`>)}\],;]+$/i,
];

/** The likely mistake, and the fix. */
function hintFor(text: string, byName: string): string {
  // No address of a cluster is longer, and the patterns are slow for long texts.
  const part = text.length > 2000 ? undefined : forms.map((form) => form.exec(text)?.[1]).find(Boolean);
  if (part !== undefined && isUuid(part) && !looksSecret(part)) {
    return `give ${part.toLowerCase()} alone`;
  }
  if (/^[0-9a-z]+(-[0-9a-z]+){3,5}$|^[0-9a-f]{32}$/i.test(text) && /\d/.test(text) && text.length <= 40) {
    return (
      "a UUID has five groups of 8, 4, 4, 4 and 12 hexadecimal digits with hyphens between them. Copy it again, as " +
      "`doctl databases list` shows it"
    );
  }
  return /^[a-z][\w.-]{1,62}$/i.test(text) && !looksSecret(text)
    ? `${byName}. \`doctl databases list\` shows each cluster's UUID`
    : "`doctl databases list` shows each cluster's";
}
