import { DigitalOceanApiError } from "./errors";
import type { Subject } from "./failure";
import { isUuid } from "./uuid";

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
