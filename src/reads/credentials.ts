/** What is said of an answer that lacks something: the error for missing credentials, and the warnings. */
import { list, shown } from "../api/shown";
import type { Subject } from "../api/subject";
import { isBeingCreated } from "../connection/choose";
import type { Partly } from "../connection/connection";
import { hasKnownUri } from "../connection/uri";
import { DigitalOceanApiError } from "../errors";

/** The most names in one line. */
const maxNames = 10;

/** Warns once of all details that could not be read. Their names come from this package, never from the answer. */
export function warnOfOddDetails(
  { subject }: Facts,
  details: readonly string[] | undefined,
  warn: (message: string) => void,
): void {
  if (details === undefined) {
    return;
  }
  const rest = details.length - maxNames;
  const names = [...details.slice(0, maxNames), ...(rest > 0 ? [`${rest} more`] : [])];
  warn(
    `${subject.name}: DigitalOcean's answer has an unexpected type of value in ${list(names)}; what cannot be read is ` +
      "left out. Update pulumi-digitalocean-databases; if its newest release warns as well, report it.",
  );
}

/** The statuses in which a cluster or a replica can be read and is about to change. */
const meanings: ReadonlyMap<string | undefined, string> = new Map([
  ["creating", "it is being created"],
  ["forking", "it is being made from another"],
  ["resizing", "it is being resized"],
  ["migrating", "it is being moved to another region"],
]);

/** Warns of values that are about to change. */
export function warnOfStatus({ subject, status }: Facts, warn: (message: string) => void): void {
  const meaning = meanings.get(status);
  if (meaning !== undefined) {
    warn(
      `${subject.name}: ${meaning} (status ${status}); hosts and nodes may change until it is online. ` +
        "Run `pulumi up` again when it is.",
    );
  }
}

/** What messages say of an answer. */
export interface Facts {
  readonly subject: Subject;
  /** Engine and status of the cluster or replica, if they are known. */
  readonly engine?: string | undefined;
  readonly status?: string | undefined;
  /** Whether `waitForOnline` waits for it. */
  readonly canBeWaitedFor?: true;
  /** `false` if the lookup is useless without credentials. */
  readonly isOfUseWithout?: false;
  /** A reason for missing credentials that only this read has; `isFirst` if it is the most likely one. */
  readonly otherReason?: { readonly text: string; readonly isFirst: boolean } | undefined;
}

/** What messages say of the request. */
export interface LookedUp {
  readonly tokenSource: string;
  readonly attempts: number;
}

/** Whether it is being changed, and may have no connection meanwhile. */
function isBeingChanged(status: string | undefined): boolean {
  return status === "resizing" || status === "migrating";
}

/**
 * Fails if credentials are missing. The cause depends on which:
 *
 * - host or port: no scope withholds them, so the cluster is not ready, or the answer is incomplete;
 * - user or password: the scope `database:view_credentials`, MongoDB (which shows passwords only when they are made), or a
 *   reason that only this read has;
 * - only the URI: it cannot be built.
 *
 * @param needed the properties that must be there
 * @throws DigitalOceanApiError `not_online`, `credentials_withheld`, `unexpected_response`
 */
export function requireCredentials<P>(
  properties: Partly<P>,
  needed: readonly (keyof P & string)[],
  facts: Facts,
  { tokenSource, attempts }: LookedUp,
): void {
  const missing = needed.filter((property) => properties[property] === undefined);
  if (missing.length === 0) {
    return;
  }
  const has = (property: string): boolean => properties[property as keyof P] !== undefined;
  const { subject, isOfUseWithout } = facts;
  const [code, text] =
    notOnline(missing, facts) ??
    withoutPlace(missing, needed, facts) ??
    withoutLogin(missing, has, facts, tokenSource) ??
    withoutUri(missing, facts);
  const way =
    isOfUseWithout === false ? "" : " With `requireCredentials: false` the lookup succeeds without them.";
  throw new DigitalOceanApiError(code, `${subject.name}: ${text}.${way}`, {
    clusterUuid: subject.clusterUuid,
    status: 200,
    attempts,
  });
}

type CodeAndText = readonly ["not_online" | "credentials_withheld" | "unexpected_response", string];

function lacksPlace(missing: readonly string[]): boolean {
  return missing.includes("host") || missing.includes("port");
}

function notOnline(missing: readonly string[], facts: Facts): CodeAndText | undefined {
  const { status, canBeWaitedFor } = facts;
  if (!isBeingCreated(status) && !(isBeingChanged(status) && lacksPlace(missing))) {
    return undefined;
  }
  return [
    "not_online",
    `it is not online yet (status ${status}) and has no ${list(missing)}. Try again when it is online` +
      (canBeWaitedFor === true ? ", or let an update wait for it: `waitForOnline: true`" : ""),
  ];
}

/** No scope withholds a host or a port. */
function withoutPlace(
  missing: readonly string[],
  needed: readonly string[],
  { status }: Facts,
): CodeAndText | undefined {
  if (!lacksPlace(missing)) {
    return undefined;
  }
  const withStatus = status === undefined ? "" : ` (status ${shown(status)})`;
  return [
    "unexpected_response",
    missing.length === needed.length
      ? `the answer${withStatus} has no connection: no ${list(missing)}. No scope of the token withholds a host. Try ` +
        "again in a few minutes; if `doctl databases get` shows no host either, ask DigitalOcean's support"
      : `the answer${withStatus} has no connection.${list(missing)}. No scope of the token withholds a host or a port. ` +
        "Try again in a few minutes; if it stays like that, ask DigitalOcean's support",
  ];
}

function withoutLogin(
  missing: readonly string[],
  has: (property: string) => boolean,
  { engine, status, otherReason }: Facts,
  tokenSource: string,
): CodeAndText | undefined {
  if (!missing.some((property) => ["user", "username", "password"].includes(property))) {
    return undefined;
  }
  if (has("password")) {
    return [
      "credentials_withheld",
      `the answer has its password but no ${list(missing)}, so no scope is missing. ` +
        "Pass `user` and `password` to connectionFor or a DatabaseConnection",
    ];
  }
  const scope =
    `the token from ${tokenSource} lacks the scope database:view_credentials; ` +
    "give it the scope, or use one that has it";
  const reasons = [
    ...(otherReason?.isFirst === true ? [otherReason.text] : []),
    scope,
    ...(engine === "mongodb"
      ? [
          "DigitalOcean shows MongoDB passwords only when they are made; pass one to connectionFor or a DatabaseConnection, as `password`",
        ]
      : status !== undefined && !["online", "active"].includes(status)
        ? [`the cluster is not ready (status ${shown(status)})`]
        : []),
    ...(otherReason?.isFirst === false ? [otherReason.text] : []),
  ];
  const reason = reasons.length === 1 ? scope : `either ${reasons.join("; or ")}`;
  return ["credentials_withheld", `DigitalOcean withheld its ${list(missing)}: ${reason}`];
}

function withoutUri(missing: readonly string[], { engine }: Facts): CodeAndText {
  const reason =
    engine === undefined || hasKnownUri(engine)
      ? "its host or another part cannot be part of one"
      : `this release does not know the URIs of the engine ${shown(engine)}; update pulumi-digitalocean-databases`;
  return [
    "unexpected_response",
    `the answer has no connection.${list(missing)}, and none can be built: ${reason}`,
  ];
}
