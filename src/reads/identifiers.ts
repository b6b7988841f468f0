import { looksSecret, shown, shownName } from "../api/shown";
import { clusterSubject, partSubject } from "../api/subject";
import type { Subject } from "../api/subject";
import { DigitalOceanApiError } from "../errors";
import type { LookUpArgs } from "./read";

/** What was asked for, for messages. */
export interface Asked {
  readonly subject: Subject;
  readonly attempts: number;
  readonly configNamespace: string;
}

/**
 * Refuses an answer about another cluster. The API's description does not promise an id, so an answer without one passes.
 *
 * @throws DigitalOceanApiError `unexpected_response`
 */
export function requireSameId(id: string | undefined, uuid: string, asked: Asked): void {
  if (id !== undefined && id.toLowerCase() !== uuid.toLowerCase()) {
    throw anotherAnswer(`about another cluster${isUuid(id) ? `, ${id.toLowerCase()}` : ""}`, asked);
  }
}

/**
 * Refuses an answer about another user, pool, replica or cluster than the one of that name. Case counts: PostgreSQL has
 * `app` and `App` as two users.
 *
 * @throws DigitalOceanApiError `unexpected_response`
 */
export function requireSameName(answered: string, name: string, asked: Asked): void {
  if (answered.toLowerCase() === name.toLowerCase() && answered !== name) {
    throw refused(
      "the name in the answer differs in upper and lower case. Give the name as doctl shows it",
      asked,
    );
  }
  if (answered !== name) {
    throw anotherAnswer("about another one", asked);
  }
}

function anotherAnswer(what: string, asked: Asked): DigitalOceanApiError {
  const key = `${asked.configNamespace}:apiEndpoint`;
  return refused(
    `the answer is ${what}. Nothing of it is used. Check ${key} and any proxy or cache on the way`,
    asked,
  );
}

function refused(text: string, { subject, attempts }: Asked): DigitalOceanApiError {
  const { name, clusterUuid } = subject;
  return new DigitalOceanApiError("unexpected_response", `${name}: ${text}.`, {
    clusterUuid,
    status: 200,
    attempts,
  });
}

/**
 * The name, once it is sure to be one that can be asked for: it becomes part of a path, in which `..` would lead
 * elsewhere.
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
    `${argument}: it must be a name: a text of 1 to 255 characters, none of them a control character, and not \`.\` or \`..\`.`,
  );
}

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

/** All texts in a text that have the form of a UUID. */
export function uuidsIn(text: string): string[] {
  return text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi) ?? [];
}

/**
 * The UUID in lower case and without the blanks and line ends around it, once it is sure to be one: it becomes part of a
 * path, and `../account` as an id makes other clients ask for something else entirely.
 *
 * @param argument the argument's name, for the message
 * @param byName how to look up by name, for who gives a name
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireUuid(value: unknown, argument: string, byName = uuidOfName): string {
  const text = typeof value === "string" ? value.trim() : undefined;
  if (text !== undefined && isUnknownId(text)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${argument}: ${unknownId} is what Pulumi writes for a value that is not known, and no cluster's UUID. An update ` +
        "with --target or --exclude has left out what yields it: run `pulumi up` without them, in the stack that exports it.",
    );
  }
  if (text !== undefined && isUuid(text)) {
    return text.toLowerCase();
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    `${argument}: ${described(text ?? value)} is not a UUID such as 9cc10173-e9ea-4176-9dbc-a4cee4c4ff30; ` +
      (hintFor(text ?? "", byName) ?? "`doctl databases list` shows each cluster's."),
  );
}

/** What to do with a name where only a UUID is taken. */
const uuidOfName = "to look up by name take the `id` of `getDatabaseCluster({ name })`";

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

/** The likely mistake, and the fix. */
function hintFor(text: string, byName: string): string | undefined {
  const part = meantPart(text);
  if (part !== undefined) {
    return looksSecret(part.uuid) ? undefined : `${part.is}: give ${part.uuid.toLowerCase()} alone.`;
  }
  const defect = defectOf(text);
  if (defect !== undefined) {
    return `${defect}. Copy it again, as \`doctl databases list\` shows it.`;
  }
  return /^[a-z][\w.-]{1,62}$/i.test(text) && !looksSecret(text)
    ? `${byName}. \`doctl databases list\` shows each cluster's UUID.`
    : undefined;
}

/** Texts that contain the UUID of a cluster. Nothing else of them is shown, because a URI may contain secrets. */
const wholes: readonly (readonly [is: string, form: RegExp])[] = [
  ["it is the URN of a cluster", /^do:dbaas:([0-9a-f-]{36})$/i],
  [
    "it is the address of a cluster",
    /^(?:https?:\/\/)?(?:[\w.-]+(?::\d+)?\/|\/)?(?:[\w.-]+\/)*databases\/([0-9a-f-]{36})(?:[/?#].*)?$/is,
  ],
  ["there is something around it", /^['"`<({[]+([0-9a-f-]{36})['"`>)}\],;]+$/i],
];

function meantPart(text: string): { readonly is: string; readonly uuid: string } | undefined {
  for (const [is, form] of wholes) {
    const uuid = text.length > maxLength ? undefined : form.exec(text)?.[1];
    if (uuid !== undefined && isUuid(uuid)) {
      return { is, uuid };
    }
  }
  return undefined;
}

/** Longer than any address of a cluster. */
const maxLength = 2000;

const groupLengths = [8, 4, 4, 4, 12];

const uuidLength = 36;

/** What is wrong with a text that is nearly a UUID. */
function defectOf(text: string): string | undefined {
  if (/^[0-9a-f]{32}$/i.test(text)) {
    return "its hyphens are missing";
  }
  const groups = text.split("-");
  if (
    !/^[0-9a-z]+(-[0-9a-z]+){3,5}$/i.test(text) ||
    Math.abs(text.length - uuidLength) > 4 ||
    !/\d/.test(text)
  ) {
    return undefined;
  }
  const isOtherThanHex = /[g-z]/i.test(text);
  const difference = text.length - uuidLength;
  const count = Math.abs(difference);
  if (difference !== 0) {
    const index = groups.findIndex((group, at) => group.length !== groupLengths[at]);
    const where =
      groups.length === groupLengths.length
        ? `, in group ${index + 1} of 5, which has ${groups[index]?.length} in place of ${groupLengths[index]}`
        : "";
    return `it has ${count === 1 ? "one character" : `${count} characters`} too ${difference > 0 ? "many" : "few"}${where}`;
  }
  return isOtherThanHex
    ? "it has a character that is neither a digit nor one of a to f"
    : "its hyphens are in the wrong places: the groups have 8, 4, 4, 4 and 12 characters";
}

/** Which part of which cluster. */
export interface PartArgs extends LookUpArgs {
  readonly clusterUuid: string;
  readonly name: string;
}

/** As {@link PartArgs}, checked. */
export interface PartKey {
  readonly clusterUuid: string;
  readonly name: string;
}

/** @throws DigitalOceanApiError `invalid_argument` */
export function partKey({ clusterUuid, name }: PartArgs): PartKey {
  return { clusterUuid: requireUuid(clusterUuid, "clusterUuid"), name: requireName(name, "name") };
}

/** @param kind what sort of part, as a message begins: `user` */
export function namedPart(kind: string, { clusterUuid, name }: PartKey): Subject {
  return partSubject(`${kind} ${shownName(name)}`, clusterUuid);
}

/** A cluster of which the name is known, too. */
export function namedCluster(uuid: string, name: string): Subject {
  const subject = clusterSubject(uuid);
  return { ...subject, name: `${subject.name} (${shown(name)})` };
}
