import { DigitalOceanApiError, withoutCode } from "../errors";

/**
 * Statuses by which the API says that something exists and cannot be read now: a conflict with another operation, a
 * precondition that is not met, a lock, too early.
 */
const notReadyStatuses: readonly (number | undefined)[] = [409, 412, 423, 425];

/**
 * Whether the API itself says so of a cluster or a part of it: an answer without its word (`id`) may come from a proxy
 * or another server.
 */
export function isNotReady({ status, id, clusterUuid }: DigitalOceanApiError): boolean {
  return id !== undefined && clusterUuid !== undefined && notReadyStatuses.includes(status);
}

/**
 * Whether the API itself says that it has no such cluster, by its UUID (404) or in its list (200). A new one is
 * missing for some minutes. A 404 of the list says something of the address.
 */
export function isMissing({ code, status, id, clusterUuid }: DigitalOceanApiError): boolean {
  return code === "not_found" && (status === 200 || (id !== undefined && clusterUuid !== undefined));
}

/** The error with a sentence more, before the id of the request, if the message has one, and the code. */
export function amended(error: DigitalOceanApiError, sentence: string): DigitalOceanApiError {
  const { code, clusterUuid, status, id, requestId, attempts } = error;
  const message = withoutCode(error.message);
  const end = ` (request ${requestId})`;
  const text = message.endsWith(end) ? message.slice(0, -end.length) : message;
  const details = { clusterUuid, status, id, requestId, attempts };
  return new DigitalOceanApiError(code, `${text} ${sentence}${text === message ? "" : end}`, details);
}
