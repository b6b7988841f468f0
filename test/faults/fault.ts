import type { IncomingMessage, ServerResponse } from "node:http";
import type { DigitalOceanApiErrorCode } from "../../src/errors";
import type { ApiLimits } from "../../src/api/settings";
import { databaseCluster, plantedPassword } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";

/** A way for a server, or the network before it, to go wrong, and what a lookup has to make of it. */
export interface Fault {
  readonly name: string;
  /** What every path is answered with; or an address where no server of the test's is. */
  readonly server: Misbehaving | { readonly endpoint: string };
  /** How often a path is answered like that, before all is well; for ever unless told. */
  readonly times?: number;
  /** The bounds that lookups have; `patience` unless told. */
  readonly limits?: ApiLimits;
  readonly ends: Failure | Success;
  /** How long the API wants to be left alone, which the lookup has to do, and says so. */
  readonly quotaWaits?: { readonly times: number; readonly seconds: number };
}

/** Answers a request badly; `properly` answers it as the API does. */
export type Misbehaving = (request: IncomingMessage, response: ServerResponse, properly: () => void) => void;

/** How a lookup is to fail. */
export interface Failure {
  readonly code: DigitalOceanApiErrorCode;
  readonly status?: number;
  /** How often each path of the read is asked for. */
  readonly tries: number;
  /** Whether the API itself refuses a part of a cluster, which makes some reads ask why. */
  readonly isExplained?: boolean;
  /** All that the user reads. */
  readonly line: (asked: Asked) => string;
}

export interface Success {
  readonly tries: number;
}

/** What the lines of one read have in them. */
export interface Asked {
  /** What is looked up, as lines begin. */
  readonly subject: string;
  /** The endpoint's host and port. */
  readonly host: string;
  /** The line for the API's 404 to everything. */
  readonly absent: (host: string, answered: "404 not_found") => string;
  /** The scopes that reading it takes. */
  readonly scopes: string;
  /** The member that the API's answer has for it. */
  readonly envelope: string;
}

/** The bounds of a lookup that the server decides, however busy this machine is. */
export const patience: ApiLimits = {
  httpRetryMax: 3,
  httpRetryWaitMin: 0.01,
  httpRetryWaitMax: 0.02,
  requestTimeoutSeconds: 15,
  deadlineSeconds: 20,
  quotaWaitSeconds: 5,
  listThreshold: 5,
};

/** Those of a lookup whose tries end by themselves, all of them. */
export const haste: ApiLimits = { ...patience, requestTimeoutSeconds: 0.8, deadlineSeconds: 12 };

/** Those of a lookup that has time enough for a try that succeeds. */
export const calm: ApiLimits = { ...patience, requestTimeoutSeconds: 1.5 };

/** Those of a lookup that ends by itself, all tries together. */
export const hurry: ApiLimits = { ...patience, requestTimeoutSeconds: 5, deadlineSeconds: 1.5 };

/** For a machine that is busy with other tests: a lookup without a deadline would never end. */
export const slackSeconds = 3;

/** The lines of faults that leave it open whether the server is the API at all. */
export const lines = {
  silent: ({ subject, host }: Asked, tries: number): string =>
    `${subject}: no answer from ${host} in ${tries === 1 ? "1 try" : `${tries} tries`}, within N s. ` +
    "Check the network and any proxy, or allow more time with digitalocean:deadlineSeconds (all tries) " +
    "and digitalocean:requestTimeoutSeconds (one try).",
  unreachable: ({ subject, host }: Asked, errorCode: string): string =>
    `${subject}: cannot reach ${host} (${errorCode}) in 4 tries. ` +
    "Check the network, HTTPS_PROXY and digitalocean:apiEndpoint.",
  /** @param answered the status, and for failures that are tried again in how many tries */
  gateway: ({ subject, host }: Asked, answered: string, advice?: string): string =>
    `${subject}: a proxy, a gateway or another server answered for ${host}, not DigitalOcean's API ${answered}. ` +
    `Check digitalocean:apiEndpoint and any proxy in between${advice === undefined ? "" : `; if they are right, ${advice}`}.`,
  foreign: ({ subject, host }: Asked, what: string): string =>
    `${subject}: ${host} does not answer like the DigitalOcean API: ${what}. ` +
    "Check digitalocean:apiEndpoint and any proxy in between.",
};

/** A line without what depends on the moment: how long it took, and until when to wait. */
export function timeless(line: string): string {
  return line
    .replace(/, within \d+(\.\d)? s\./, ", within N s.")
    .replace(
      /until \+?\d+-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z, in (\d+) s;/,
      (_, seconds: string) => `until T, in about ${Math.round(Number(seconds) / 10) * 10} s;`,
    );
}

/** Secrets that stand in what the faults send, as the token does. */
export const plantedSecrets = [Emulator.token, plantedPassword("pg"), "AVNS_plantedErrorBody"];

export const clusterText = JSON.stringify({ database: databaseCluster("pg") });

/** A text with everything in it that must not come back out. */
export function everySecret(request: IncomingMessage): string {
  return `${request.headers.authorization ?? ""} ${plantedSecrets.join(" ")} ${clusterText}`;
}

/** An answer of this kind, its body made from the secrets. */
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

/** An error in the API's form whose message quotes what it was sent, as some gateways do. */
export function apiError(status: number, id: string, headers: Record<string, string> = {}): Misbehaving {
  return send(status, { "content-type": "application/json", ...headers }, (secrets) =>
    JSON.stringify({ id, message: secrets }),
  );
}

/** An error of a proxy or another server. */
export function htmlError(status: number): Misbehaving {
  return send(status, { "content-type": "text/html" }, (secrets) => `<h1>${status}</h1>${secrets}`);
}
