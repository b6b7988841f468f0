// Faults by status: 4xx and 5xx.
import { apiError, htmlError, lines, send } from "./fault";
import type { Asked, Failure, Fault } from "./fault";

const unauthorized = ({ subject }: Asked, answered: string): string =>
  `${subject}: DigitalOcean does not accept the token (${answered}): it is wrong, expired or revoked. ` +
  "It came from the config value digitalocean:token; set a valid one there: " +
  "`pulumi config set --secret digitalocean:token`.";
const forbidden = ({ subject, scopes }: Asked, answered: string): string =>
  `${subject}: the token may not read it (${answered}). ` +
  `It came from the config value digitalocean:token; it needs ${scopes}.`;
const refused =
  (text = "DigitalOcean refuses the request (ANSWERED). Please report it.") =>
  ({ subject }: Asked, answered: string): string =>
    `${subject}: ${text.replace("ANSWERED", answered)}`;
const whileItIsChanged =
  "DigitalOcean cannot read it while another operation is changing it (ANSWERED). " +
  "Try again when that is over: run `pulumi up` again in some minutes.";
const notReady =
  "it is not ready (ANSWERED): it or its cluster may still be in creation. Run `pulumi up` again in some minutes; with " +
  "`waitForOnline: true` the lookup of the cluster waits for it.";
const unsupported =
  "DigitalOcean does not support this for the cluster (ANSWERED): its engine or plan may not have it, or it may not be " +
  "ready. Check what the engine offers; if the cluster is new, run `pulumi up` again in some minutes.";
const fails = ({ subject }: Asked, answered: string, tries: string): string =>
  `${subject}: DigitalOcean's API fails (${answered}) in ${tries}. ` +
  "See https://status.digitalocean.com and try again later.";

const once = (code: Failure["code"], status: number, line: Failure["line"]): Failure => ({
  code,
  status,
  tries: 1,
  line,
});

/** Refusals, which are not retried. */
const refusals: readonly Fault[] = [
  {
    when: "the API answers 401",
    server: apiError(401, "unauthorized"),
    ends: once("unauthorized", 401, (asked) => unauthorized(asked, "401 unauthorized")),
  },
  {
    when: "another server answers 401 in HTML",
    server: htmlError(401),
    ends: once("unauthorized", 401, (asked) =>
      lines.gateway(asked, "(401)", "check the token from the config value digitalocean:token"),
    ),
  },
  {
    when: "the API answers 403",
    server: apiError(403, "forbidden"),
    ends: once("forbidden", 403, (asked) => forbidden(asked, "403 forbidden")),
  },
  {
    when: "a firewall answers 403 in HTML",
    server: htmlError(403),
    ends: once("forbidden", 403, (asked) =>
      lines.gateway(
        asked,
        "(403)",
        "check the token from the config value digitalocean:token and its scopes",
      ),
    ),
  },
  {
    when: "the API answers 404",
    server: apiError(404, "not_found"),
    ends: {
      ...once("not_found", 404, ({ absent, host }) => absent(host, "404 not_found")),
      isExplained: true,
    },
  },
  {
    when: "another server answers 404 in HTML",
    server: htmlError(404),
    ends: once("not_found", 404, (asked) =>
      // Some reads never get this status from the API.
      lines.gateway(
        asked,
        "(404)",
        asked.absent(asked.host, "404 not_found").includes("UUID")
          ? "check the UUID against `doctl databases list`"
          : undefined,
      ),
    ),
  },
  ...(
    [
      [400, "bad_request", refused()],
      [409, "conflict", refused(whileItIsChanged)],
      [412, "precondition_failed", refused(notReady)],
      [422, "unprocessable_entity", refused(unsupported)],
      [423, "locked", refused(whileItIsChanged)],
      [425, "too_early", refused(notReady)],
    ] as const
  ).map(([status, id, says]) => ({
    when: `the API answers ${status}`,
    server: apiError(status, id),
    ends: { ...once("bad_request", status, (asked) => says(asked, `${status} ${id}`)), isExplained: true },
  })),
  {
    when: "the API answers 400 without a body",
    server: send(400, {}, () => ""),
    ends: once("bad_request", 400, (asked) => lines.gateway(asked, "(400)")),
  },
];

const failing = [
  [500, "server_error"],
  [501, "not_implemented"],
  [502, "bad_gateway"],
  [503, "service_unavailable"],
  [504, "gateway_timeout"],
] as const;

/** Failures of the API, which are retried. */
const failures: readonly Fault[] = failing.flatMap(([status, id]) => [
  { when: `the API answers ${status} once`, server: apiError(status, id), times: 1, ends: { tries: 2 } },
  {
    when: `the API answers ${status} three times`,
    server: apiError(status, id),
    times: 3,
    ends: { tries: 4 },
  },
  {
    when: `the API answers ${status} each time`,
    server: apiError(status, id),
    ends: {
      code: "server_error",
      status,
      tries: 4,
      line: (asked: Asked) => fails(asked, `${status} ${id}`, "4 tries"),
    },
  },
]);

/** 503 with a header that says when to try again. */
const unavailable = (retryAfter: () => string, ends: Fault["ends"], when: string, times?: number): Fault => ({
  when,
  server: (request, response, properly) => {
    const headers = { "retry-after": retryAfter() };
    apiError(503, "service_unavailable", headers)(request, response, properly);
  },
  ...(times === undefined ? {} : { times }),
  ends,
});

const notThere: Failure = once("server_error", 503, (asked) =>
  fails(asked, "503 service_unavailable", "1 try"),
);

export const statusFaults: readonly Fault[] = [
  ...refusals,
  ...failures,
  {
    when: "a gateway answers 502 in HTML each time",
    server: htmlError(502),
    ends: {
      code: "server_error",
      status: 502,
      tries: 4,
      line: (asked) =>
        lines.gateway(asked, "(502) in 4 tries", "see https://status.digitalocean.com and try again later"),
    },
  },
  unavailable(() => "0", { tries: 2 }, "the API answers 503 with retry-after 0 once", 1),
  unavailable(() => "600", notThere, "the API answers 503 with a retry-after beyond the deadline"),
  unavailable(
    () => new Date(Date.now() + 600_000).toUTCString(),
    notThere,
    "the API answers 503 with a date beyond the deadline",
  ),
];
