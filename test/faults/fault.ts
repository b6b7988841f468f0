// A fault of a server or the network, and the failure that lookups must have because of it.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { DigitalOceanApiErrorCode } from "../../src/errors";
import type { ApiLimits } from "../../src/api/settings";
import { databaseCluster, plantedPassword } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";

export interface Fault {
  /** What goes wrong, as the end of a test's title: "if the server closes the connection". */
  readonly when: string;
  /** The answer to every path, or an address at which the test has no server. */
  readonly server: Misbehaving | { readonly endpoint: string };
  /** How often a path gets this answer before it gets right ones; always by default. */
  readonly times?: number;
  /** The limits of the lookup; `digitalocean` by default. With other limits, the server leaves its requests unanswered. */
  readonly pace?: Pace;
  readonly ends: Failure | Success;
  /** The waits for the quota that the lookup must make and report. */
  readonly quotaWaits?: { readonly times: number; readonly seconds: number };
  /** Whether the answer is so large that the tests of every day try it with a few reads only. */
  readonly isLarge?: boolean;
}

/** Gives a wrong answer. `properly` gives the right one. */
export type Misbehaving = (request: IncomingMessage, response: ServerResponse, properly: () => void) => void;

/** The expected failure of a lookup. */
export interface Failure {
  readonly code: DigitalOceanApiErrorCode;
  readonly status?: number;
  /** The number of requests for each path. */
  readonly tries: number;
  /** Whether the API itself refuses a part of a cluster, so that some reads request more to find out why. */
  readonly isExplained?: boolean;
  /** The message that the user sees. */
  readonly line: (asked: Asked) => string;
}

export interface Success {
  readonly tries: number;
}

/** The parts of messages that depend on the read. */
export interface Asked {
  /** The subject, with which messages begin. */
  readonly subject: string;
  /** The endpoint's host and port. */
  readonly host: string;
  /** The message if the API answers every request with 404. */
  readonly absent: (host: string, answered: "404 not_found") => string;
  /** The scopes that the read needs. */
  readonly scopes: string;
  /** The only member of the answer's body. */
  readonly envelope: string;
}

/** Limits that are long enough never to matter, even on a busy machine. */
const patience: ApiLimits = {
  httpRetryMax: 3,
  httpRetryWaitMin: 0.001,
  httpRetryWaitMax: 0.002,
  requestTimeoutSeconds: 60,
  deadlineSeconds: 300,
  quotaWaitSeconds: 5,
  listThreshold: 5,
};

/** The longest wait before a retry, in milliseconds. */
export const longestRetryWaitMs = patience.httpRetryWaitMax * 1000;

/** The limits of lookups. Each entry is a namespace of the config, so that one process can have lookups with all of them. */
export const paces = {
  digitalocean: patience,
  /** Every try runs into its timeout. */
  hasty: { ...patience, requestTimeoutSeconds: 1.5 },
  /** A try without an answer runs into its timeout; a try with an answer has enough time. */
  calm: { ...patience, requestTimeoutSeconds: 5 },
  /** The lookup runs into its deadline. */
  hurried: { ...patience, deadlineSeconds: 2 },
} satisfies Record<string, ApiLimits>;

export type Pace = keyof typeof paces;

/** The messages for faults after which it is not certain that the server is the API. */
export const lines = {
  silent: ({ subject, host }: Asked, pace: Pace, tries = 4): string =>
    `${subject}: no answer from ${host} in ${tries === 1 ? "1 try" : `${tries} tries`}, within N s. ` +
    `Check the network and any proxy, or allow more time with ${pace}:deadlineSeconds (all tries) ` +
    `and ${pace}:requestTimeoutSeconds (one try).`,
  unreachable: ({ subject, host }: Asked, errorCode: string): string =>
    `${subject}: cannot reach ${host} (${errorCode}) in 4 tries. ` +
    "Check the network, HTTPS_PROXY and digitalocean:apiEndpoint.",
  /** @param answered the status and, for failures that are retried, the number of tries */
  gateway: ({ subject, host }: Asked, answered: string, advice?: string): string =>
    `${subject}: a proxy, a gateway or another server answered for ${host}, not DigitalOcean's API ${answered}. ` +
    `Check digitalocean:apiEndpoint and any proxy in between${advice === undefined ? "" : `; if they are right, ${advice}`}.`,
  foreign: ({ subject, host }: Asked, what: string): string =>
    `${subject}: ${host} does not answer like the DigitalOcean API: ${what}. ` +
    "Check digitalocean:apiEndpoint and any proxy in between.",
};

/** The message without times and durations. */
export function timeless(line: string): string {
  return line
    .replace(/, within \d+(\.\d)? s\./, ", within N s.")
    .replace(
      /until \+?\d+-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z, in (\d+) s;/,
      (_, seconds: string) => `until T, in about ${Math.round(Number(seconds) / 10) * 10} s;`,
    );
}

/** The secrets that faulty answers contain. */
export const plantedSecrets = [Emulator.token, plantedPassword("pg"), "AVNS_plantedErrorBody"];

export const clusterText = JSON.stringify({ database: databaseCluster("pg") });

/** A text with all secrets, for the body of a faulty answer. */
export function everySecret(request: IncomingMessage): string {
  return `${request.headers.authorization ?? ""} ${plantedSecrets.join(" ")} ${clusterText}`;
}

/** Sends an answer whose body is made from the secrets. */
export function send(
  status: number,
  headers: Record<string, string>,
  body: (secrets: string) => string | Buffer,
): Misbehaving {
  return (request, response) => {
    response.writeHead(status, { "x-planted": "AVNS_plantedErrorBody", ...headers });
    response.end(body(everySecret(request)));
  };
}

/** Sends an error in the API's form whose message quotes the request, as some gateways do. */
export function apiError(status: number, id: string, headers: Record<string, string> = {}): Misbehaving {
  return send(status, { "content-type": "application/json", ...headers }, (secrets) =>
    JSON.stringify({ id, message: secrets }),
  );
}

/** Sends an HTML error page, as proxies do. */
export function htmlError(status: number): Misbehaving {
  return send(status, { "content-type": "text/html" }, (secrets) => `<h1>${status}</h1>${secrets}`);
}
