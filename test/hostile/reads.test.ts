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

/** The bodies for the lookup with a token, by the end of the path. */
const bodiesByToken = new Map<string, readonly (readonly [pathEnd: string, body: string])[]>();
const emulator = useEmulator();
beforeEach(() => {
  emulator.misbehave((request, response) => {
    emulator.requests.length = 0;
    const bodies = bodiesByToken.get(request.headers.authorization ?? "") ?? [];
    const body = bodies.find(([pathEnd]) => (request.url ?? "").endsWith(pathEnd))?.[1];
    response.writeHead(body === undefined ? 500 : 200, { "content-type": "application/json" });
    response.end(body);
  });
});
beforeAll(async () => {
  // The data function warns of clusters that are not online.
  jest.spyOn(console, "warn").mockReturnValue(undefined);
  await beginProgram();
});
afterAll(() => {
  jest.restoreAllMocks();
});

/** A correct answer, by its index, and the changes of each of its bodies. */
interface Case {
  readonly answer: number;
  readonly edits: readonly (readonly Edit[])[];
}

function casesOf({ answers }: HostileRead): fc.Arbitrary<Case> {
  return fc.nat({ max: answers.length - 1 }).chain((answer) => {
    const bodies = answers[answer] ?? [];
    // If all bodies were changed each time, hardly any lookup would succeed.
    const each = bodies.map((body) =>
      fc.oneof({ weight: bodies.length, arbitrary: editsOf(body) }, fc.constant([])),
    );
    return fc.record({ answer: fc.constant(answer), edits: fc.tuple(...each) });
  });
}

type Caller = (read: HostileRead, args: object) => Promise<Record<string, unknown>>;

const nothing = (): void => undefined;
const quiet = { info: nothing, warn: nothing, progress: nothing, retry: nothing };
/** The ways to look something up: without and with Pulumi. */
const callers: Record<"lookUp" | "promised", Caller> = {
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

/** Looks up with the changed answers, and asserts the outcome that `outcomes.ts` computes. */
async function expectOutcome(
  call: Caller,
  hostile: HostileRead,
  { answer, edits }: Case,
  index = 0,
): Promise<void> {
  const { answers, args, pathEnds, name } = hostile;
  const bodies = (answers[answer] ?? []).map((body, which) => edited(body, edits[which] ?? []));
  const token = `dop_v1_planted-token-${index}`;
  bodiesByToken.set(
    `Bearer ${token}`,
    bodies.map((body, which) => [pathEnds[which] ?? "", body]),
  );
  const before = prototypes();
  const expected = outcomes[name]?.(bodies, { uuid });
  const settings = { token, apiEndpoint: emulator.url };
  const actual = await call(hostile, { ...args, ...settings }).catch((error: unknown) => error);
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

  it.each(hostile.answers.map((_answer, index) => index))(
    "returns the values of the correct answer %i",
    async (answer) => {
      await expectOutcome(callers.promised, hostile, { answer, edits: [] });
    },
  );

  it("returns the remaining values, or fails with one line, if an answer is changed at random", async () => {
    await fc.assert(
      fc.asyncProperty(casesOf(hostile), (drawn) => expectOutcome(callers.lookUp, hostile, drawn)),
      runs(200),
    );
    // Neither outcome is rare.
    expect(Math.min(ended.found, ended.refused) / (ended.found + ended.refused)).toBeGreaterThan(0.03);
  });

  it("does so in a program, too, with four lookups at a time", async () => {
    const some = fc.array(casesOf(hostile), { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(some, async (drawn) => {
        await Promise.all(drawn.map((each, index) => expectOutcome(callers.promised, hostile, each, index)));
      }),
      runs(20),
    );
  });
});
