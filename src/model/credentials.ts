import { DigitalOceanApiError } from "../api/errors";
import { clusterSubject } from "../api/failure";
import type { Subject } from "../api/failure";
import type { Partly } from "./partly";
import { list, shown } from "./words";

/** What was found, for messages. */
export interface Facts {
  readonly subject: Subject;
  /** Engine and status of the cluster or replica, where they are known. */
  readonly engine?: string | undefined;
  readonly status?: string | undefined;
  /** Whether `waitForOnline` waits for it. */
  readonly canBeWaitedFor?: true;
  /** Whether there is something to go on with without credentials; there is, unless told. */
  readonly isOfUseWithout?: false;
  /** Why there may be no credentials, beside the reasons that all have. */
  readonly otherReason?: string | undefined;
}

/** How it was asked for, for messages. */
export interface LookedUp {
  readonly tokenSource: string;
  readonly attempts: number;
}

/** The statuses of what is being created, and may have no connection yet. */
export function isBeingCreated(status: string | undefined): boolean {
  return status === "creating" || status === "forking";
}

/**
 * Refuses what lacks its credentials. The API answers 200 without them for three reasons, and only two of them can
 * be told apart: the scope `database:view_credentials` is missing, the engine is MongoDB (whose passwords are shown
 * when they are made only), or the cluster is not ready.
 *
 * @param needed the properties that must be there
 * @throws DigitalOceanApiError `not_online`, `credentials_withheld`, `unexpected_response`
 */
export function requireCredentials<P>(
  properties: Partly<P>,
  needed: readonly (keyof P & string)[],
  { subject, engine, status, canBeWaitedFor, isOfUseWithout, otherReason }: Facts,
  { tokenSource, attempts }: LookedUp,
): void {
  const missing = needed.filter((property) => properties[property] === undefined);
  if (missing.length === 0) {
    return;
  }
  const refuse = (code: "not_online" | "credentials_withheld" | "unexpected_response", text: string): Error =>
    new DigitalOceanApiError(code, `${subject.name}: ${text}`, {
      clusterUuid: subject.clusterUuid,
      status: 200,
      attempts,
    });
  const way =
    isOfUseWithout === false ? "" : " With `requireCredentials: false` the lookup goes on without them.";

  if (status !== undefined && isBeingCreated(status)) {
    throw refuse(
      "not_online",
      `it is not online yet (status ${status}) and has no ${list(missing)}. Try again when it is online` +
        `${canBeWaitedFor === true ? ", or let an update wait for it: `waitForOnline: true`" : ""}.${way}`,
    );
  }
  if (!missing.some((property) => ["user", "username", "password"].includes(property))) {
    throw refuse("unexpected_response", `the answer has no connection.${list(missing)}.${way}`);
  }
  const scope =
    `the token from ${tokenSource} lacks the scope database:view_credentials; ` +
    "give it the scope, or use one that has it";
  const reasons = [
    scope,
    ...(engine === "mongodb"
      ? ["the password was shown when it was made and DigitalOcean does not show MongoDB passwords again"]
      : status !== undefined && status !== "online"
        ? [`the cluster is not ready (status ${shown(status)})`]
        : []),
    ...(otherReason === undefined ? [] : [otherReason]),
  ];
  const reason = reasons.length === 1 ? scope : `either ${reasons.join("; or ")}`;
  throw refuse("credentials_withheld", `DigitalOcean withheld its ${list(missing)}: ${reason}.${way}`);
}

/** A cluster of which the name is known, too. */
export function namedCluster(uuid: string, name: string): Subject {
  const subject = clusterSubject(uuid);
  return { ...subject, name: `${subject.name} (${shown(name)})` };
}
