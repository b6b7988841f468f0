import * as fc from "fast-check";
import * as pulumi from "@pulumi/pulumi";
import type { DigitalOceanApiError } from "../../src/errors";
import { lookUp } from "../../src/reads/read";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { beginProgram } from "../unit/pulumiProgram";
import { seen } from "../unit/seenOutput";
import { edited, editsOf } from "./bodies";
import type { Edit } from "./bodies";
import { expectQuiet, prototypes } from "./failures";
import { outcomes } from "./outcomes";
import { hostileReads, uuid } from "./reads";
import type { HostileRead } from "./reads";
import { isLong, runs } from "./runs";

jest.setTimeout(isLong ? 3_600_000 : 60_000);

/** Answers with what is kept under the request's token, by the end of the path. */
const kept = new Map<string, readonly (readonly [pathEnd: string, body: string])[]>();
const emulator = useEmulator();
beforeEach(() => {
  emulator.misbehave((request, response) => {
    emulator.requests.length = 0;
    const bodies = kept.get(request.headers.authorization ?? "") ?? [];
    const body = bodies.find(([pathEnd]) => (request.url ?? "").endsWith(pathEnd))?.[1];
    response.writeHead(body === undefined ? 500 : 200, { "content-type": "application/json" });
    response.end(body);
  });
});
beforeAll(async () => {
  // Of clusters that are not online the data function warns, as it should.
  jest.spyOn(console, "warn").mockReturnValue(undefined);
  await beginProgram();
});
afterAll(() => {
  jest.restoreAllMocks();
});

/** One answer, or one each to both requests, and what is changed in them. */
interface Case {
  readonly answer: number;
  readonly edits: readonly (readonly Edit[])[];
}

function casesOf({ answers }: HostileRead): fc.Arbitrary<Case> {
  return fc.nat({ max: answers.length - 1 }).chain((answer) => {
    const bodies = answers[answer] ?? [];
    // Not all of the answers are changed, or hardly any lookup would succeed.
    const each = bodies.map((body) =>
      fc.oneof({ weight: bodies.length, arbitrary: editsOf(body) }, fc.constant([])),
    );
    return fc.record({ answer: fc.constant(answer), edits: fc.tuple(...each) });
  });
}

type Door = (read: HostileRead, args: object) => Promise<Record<string, unknown>>;

const nothing = (): void => undefined;
const quiet = { info: nothing, warn: nothing, progress: nothing, retry: nothing };
const doors: Record<"lookUp" | "promised", Door> = {
  lookUp: async ({ read }, args) => {
    const surroundings = {
      reader: "program" as const,
      config: { get: () => undefined },
      isPreview: false,
      report: quiet,
    };
    return { ...(await lookUp(read, args, surroundings)).properties };
  },
  promised: async ({ promised, read }, args) => {
    const result = await promised(args);
    const fields = Object.entries(read.fields as Record<string, { secret: boolean }>);
    expect(Object.keys(result)).toEqual(fields.map(([property]) => property));
    const values = fields.map(async ([property, { secret }]) => {
      const value = result[property];
      expect(pulumi.Output.isInstance(value)).toBe(secret);
      if (!secret) {
        return [property, value] as const;
      }
      const inside = await seen(value as pulumi.Output<unknown>);
      expect(inside).toMatchObject({ secret: true, known: true });
      return [property, inside.value] as const;
    });
    return Object.fromEntries(await Promise.all(values));
  },
};

const ended = { found: 0, refused: 0 };

/** Looks up what the API answers like this, and asserts that it ends as the table says. */
async function expectOutcome(
  door: Door,
  hostile: HostileRead,
  { answer, edits }: Case,
  index = 0,
): Promise<void> {
  const { answers, args, pathEnds, name } = hostile;
  const bodies = (answers[answer] ?? []).map((body, which) => edited(body, edits[which] ?? []));
  const token = `dop_v1_planted-token-${index}`;
  kept.set(
    `Bearer ${token}`,
    bodies.map((body, which) => [pathEnds[which] ?? "", body]),
  );
  const before = prototypes();
  const expected = outcomes[name]?.(bodies, { uuid });
  const settings = { token, apiEndpoint: emulator.url };
  const actual = await door(hostile, { ...args, ...settings }).catch((error: unknown) => error);
  expect(prototypes()).toEqual(before);
  if (expected === undefined || "code" in expected) {
    expectQuiet(actual, answers[answer] ?? [], edits.flat());
    expect((actual as DigitalOceanApiError).code).toBe(expected?.code);
    ended.refused += 1;
    return;
  }
  if (actual instanceof Error) {
    throw actual;
  }
  expect(actual).toEqual(expected.properties);
  ended.found += 1;
}

describe.each(hostileReads.map((read) => [read.name, read] as const))("%s", (_, hostile) => {
  beforeEach(() => {
    Object.assign(ended, { found: 0, refused: 0 });
  });

  it.each(hostile.answers.map((_answer, index) => index))("answer %i, as it is", async (answer) => {
    await expectOutcome(doors.promised, hostile, { answer, edits: [] });
  });

  it("whatever is changed in an answer, it is handed out as the table says, or refused", async () => {
    await fc.assert(
      fc.asyncProperty(casesOf(hostile), (drawn) => expectOutcome(doors.lookUp, hostile, drawn)),
      runs(200),
    );
    // Neither is rare.
    expect(Math.min(ended.found, ended.refused) / (ended.found + ended.refused)).toBeGreaterThan(0.03);
  });

  // What fails waits a tenth of a second there: a few at a time.
  it("and so does the data function, without a word too much", async () => {
    const some = fc.array(casesOf(hostile), { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(some, async (drawn) => {
        await Promise.all(drawn.map((each, index) => expectOutcome(doors.promised, hostile, each, index)));
      }),
      runs(20),
    );
  });
});
