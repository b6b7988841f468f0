// Faults of the API's quota: answers with 429.
import { apiError } from "./fault";
import type { Asked, Failure, Fault } from "./fault";

const limit = ({ subject }: Asked): string =>
  `${subject}: the API's rate limit for the token is used up (429 too_many_requests)`;

/** The failure after waits that did not help. */
const inVain: Failure = {
  code: "too_many_requests",
  status: 429,
  tries: 4,
  line: (asked) => `${limit(asked)} in 4 tries. Try again later, or look up fewer clusters at a time.`,
};

/** The failure without a wait, because it would be too long. */
function tooLong(seconds: number): Failure {
  return {
    code: "too_many_requests",
    status: 429,
    tries: 1,
    line: (asked) =>
      `${limit(asked)} until T, in about ${seconds} s; ` +
      "the longest wait allowed is 5 s (digitalocean:quotaWaitSeconds). Try again then.",
  };
}

/** Answers with 429 and with headers that say when to try again. Every answer of the API has `ratelimit-reset`. */
function turnedAway(headers: () => Record<string, string>): Fault["server"] {
  return (request, response, properly) => {
    apiError(429, "too_many_requests", headers())(request, response, properly);
  };
}

const epochSeconds = (fromNow: number): string => String(Math.floor(Date.now() / 1000) + fromNow);
const date = (secondsFromNow: number): string => new Date(Date.now() + secondsFromNow * 1000).toUTCString();
const inAnHour = (): Record<string, string> => ({ "ratelimit-reset": epochSeconds(3600) });

/** The API's limits: 250 requests a minute with `retry-after`, 5,000 an hour with `ratelimit-reset` alone. */
export const quotaFaults: readonly Fault[] = [
  {
    when: "the API answers 429 with a retry-after in seconds once",
    server: turnedAway(() => ({ "retry-after": "1", ...inAnHour() })),
    times: 1,
    ends: { tries: 2 },
    quotaWaits: { times: 1, seconds: 1 },
  },
  {
    when: "the API answers 429 with a retry-after that is a word once",
    server: turnedAway(() => ({ "retry-after": "soon" })),
    times: 1,
    ends: { tries: 2 },
    quotaWaits: { times: 1, seconds: 0 },
  },
  {
    when: "the API answers 429 with a retry-after in the past once",
    server: turnedAway(() => ({ "retry-after": date(-60) })),
    times: 1,
    ends: { tries: 2 },
    quotaWaits: { times: 1, seconds: 0 },
  },
  {
    when: "the API answers 429 with a ratelimit-reset in the past once",
    server: turnedAway(() => ({ "ratelimit-reset": epochSeconds(-60) })),
    times: 1,
    ends: { tries: 2 },
    quotaWaits: { times: 1, seconds: 0 },
  },
  {
    when: "the API answers 429 without a header once",
    server: turnedAway(() => ({})),
    times: 1,
    ends: { tries: 2 },
    quotaWaits: { times: 1, seconds: 0 },
  },
  {
    when: "the API answers 429 with retry-after 0 each time",
    server: turnedAway(() => ({ "retry-after": "0" })),
    ends: inVain,
    quotaWaits: { times: 3, seconds: 0 },
  },
  {
    when: "the API answers 429 with a retry-after of a minute",
    server: turnedAway(() => ({ "retry-after": "60", ...inAnHour() })),
    ends: tooLong(60),
  },
  {
    when: "the API answers 429 with a retry-after that is a date in ten minutes",
    server: turnedAway(() => ({ "retry-after": date(601) })),
    ends: tooLong(600),
  },
  {
    when: "the API answers 429 with a retry-after of 20 digits",
    server: turnedAway(() => ({ "retry-after": "99999999999999999999" })),
    ends: tooLong(10_000_000_000),
  },
  {
    when: "the API answers 429 with a date that is no HTTP date once",
    server: turnedAway(() => ({ "retry-after": "Sat, 13 Sep 275760 00:00:00 GMT" })),
    times: 1,
    ends: { tries: 2 },
    quotaWaits: { times: 1, seconds: 0 },
  },
  {
    when: "the API answers 429 of the hour's quota, with a ratelimit-reset in an hour alone",
    server: turnedAway(inAnHour),
    ends: tooLong(3600),
  },
  {
    when: "the API answers 429 of the hour's quota, with a ratelimit-reset in some seconds, once",
    server: turnedAway(() => ({ "ratelimit-reset": epochSeconds(3) })),
    times: 1,
    ends: { tries: 2 },
    quotaWaits: { times: 1, seconds: 2 },
  },
];
