// Lookups at an emulator with hostile arguments and answers.
import * as fc from "fast-check";
import { DigitalOceanApiError } from "../../src/errors";
import { databaseCluster } from "../../testing/emulator/clusters";
import type { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { beginProgram } from "../unit/pulumiProgram";
import { isLong } from "./runs";
import { hostileText } from "./texts";

export const planted = "dop_v1_planted-by-mistake";
export const password = "AVNS_planted-by-mistake";

/** The emulator of the test file. */
export let emulator: Emulator;

/** Starts the emulator for the tests of a file, and prepares the environment. */
export function prepareLookUps(): void {
  jest.setTimeout(isLong ? 3_600_000 : 60_000);
  emulator = useEmulator();
  beforeAll(async () => {
    jest.spyOn(console, "warn").mockReturnValue(undefined);
    await beginProgram();
  });
  // Some tests have an endpoint with a path, or a token such as `e`. They check themselves what is sent.
  afterEach(() => void emulator.takeViolations());
  afterAll(() => {
    jest.restoreAllMocks();
  });
}

/** Values that are not texts. */
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

/** The end of a lookup. It also asserts that it sent the expected requests, or none if it failed without an answer. */
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
    // A very short deadline can be over before anything is sent.
    expect(error?.code === "timeout" && sent.length === 0 ? expected : sent.flat()).toEqual(expected);
  }
  return error === undefined ? {} : { error };
}

/** The number of runs of every day. They are few, because the lookups run one by one. */
export const everyDay = 60;

/** Makes the emulator answer with a cluster of any requested UUID, and with nothing else. */
export function answerAny(): void {
  emulator.behave();
  emulator.misbehave((request, response) => {
    const id = (request.url ?? "").split("/").at(-1);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ database: databaseCluster("pg", { id }) }));
  });
}
