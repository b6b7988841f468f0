import * as fc from "fast-check";
import { DigitalOceanApiError } from "../../src/errors";
import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { beginProgram, withoutDigitalOceanVariables } from "../unit/pulumiProgram";
import { isLong } from "./runs";
import { hostileText } from "./texts";

export const planted = "dop_v1_planted-by-mistake";
export const password = "AVNS_planted-by-mistake";

/** What is looked up at. */
export let emulator: Emulator;

/** Sets up what the tests of a file look up at, and with. */
export function prepareLookUps(): void {
  jest.setTimeout(isLong ? 3_600_000 : 60_000);
  let restore: () => void;
  beforeAll(async () => {
    emulator = await Emulator.start();
    restore = withoutDigitalOceanVariables();
    jest.spyOn(console, "warn").mockReturnValue(undefined);
    await beginProgram();
  });
  // Of an endpoint with a path of its own, or a token like `e`, each test says itself what may be sent.
  afterEach(() => void emulator.takeViolations());
  afterAll(async () => {
    jest.restoreAllMocks();
    restore();
    await emulator.stop();
  });
}

/** What is no text at all, where one is wanted. */
export const noText = fc.constantFrom<unknown>(
  ...[
    undefined,
    null,
    0,
    5,
    true,
    false,
    Number.NaN,
    [],
    ["a"],
    {},
    { value: "a" },
    Symbol("a"),
    5n,
    () => "a",
  ],
);
export const mistakes = fc.constantFrom(
  planted,
  password,
  `postgresql://doadmin:${password}@h/d`,
  `${planted}\n`,
  `a ${planted}`,
);
export const anyArgument = fc.oneof(hostileText, mistakes, noText);

type Ending = { readonly error?: DigitalOceanApiError };

/** How a lookup ends; what it sent is what it should have, or nothing where it fails without an answer. */
export async function ending(
  lookup: () => Promise<unknown>,
  expectedPath: string | undefined,
  token: string,
): Promise<Ending> {
  emulator.requests.length = 0;
  const error = await lookup().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error !== undefined && !DigitalOceanApiError.isInstance(error)) {
    throw error as Error;
  }
  expect(error?.message ?? "fine").toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u);
  expect(error?.message ?? "").not.toMatch(/planted-by-mistake|\[object|native code/);
  if (error?.code === "invalid_argument" || error?.code === "missing_token") {
    expect([emulator.requests, error.attempts]).toEqual([[], 0]);
  } else {
    const sent = emulator.requests.map(({ method, path, headers }) => [method, path, headers.authorization]);
    const expected = ["GET", expectedPath, `Bearer ${token}`];
    // A deadline of next to nothing is over before anything is sent.
    expect(error?.code === "timeout" && sent.length === 0 ? expected : sent.flat()).toEqual(expected);
  }
  return error === undefined ? {} : { error };
}

/** Lookups that fail wait a tenth of a second, and one after the other tells whose request is whose. */
export const everyDay = 60;

/** Answers any cluster, and no other path. */
export function answerAny(): void {
  emulator.behave();
  emulator.misbehave((request, response) => {
    const id = (request.url ?? "").split("/").at(-1);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ database: databaseCluster("pg", { id }) }));
  });
}
