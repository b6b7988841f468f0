// The long form of test/engine/kill.test.ts: 50 kills at random moments.
import { setTimeout as sleep } from "node:timers/promises";
import { KillTest } from "../engine/kills";
import type { Part } from "../engine/kills";
import { describeWithEngine } from "../engine/workspace";

/** How often each part is killed, and the milliseconds after its start in which that happens. */
const kills: readonly [string, number, Part, number][] = [
  ["CLI", 17, "cli", 2500],
  ["program", 16, "program", 1200],
  ["provider host", 17, "host", 1200],
];

/** With KILL_SEED set to the seed in a title, the moments are the same, as far as the machine is as fast. */
const seed = Number(process.env["KILL_SEED"] ?? Date.now() % 1_000_000);

describeWithEngine(`an update that is killed at a random moment (KILL_SEED=${seed})`, () => {
  const random = randomNumbers(seed);
  let test: KillTest;
  let content: string;

  beforeAll(async () => {
    test = await KillTest.start("kill-at-random");
    content = await test.settle();
  });

  afterAll(async () => {
    await test.stop();
  });

  it.each(kills)(
    "can be repeated if the %s is killed, %d times",
    async (_, times, part, longest) => {
      let killed = 0;
      for (let run = 0; run < times; run++) {
        // Slow answers let more of the moments fall into a read.
        test.emulator.misbehave((request, response) => {
          setTimeout(() => {
            test.emulator.answer(request, response, undefined);
          }, random() * 400);
        });
        const { reads } = test;
        killed += Number(
          await test.kill(part, (partStarted) => partStarted.then(() => sleep(random() * longest))),
        );
        if (part === "cli" && test.reads === reads) {
          // A provider host without its engine ends only if it has loaded this package, as it does for a read.
          test.endProcesses();
        }
        // The CLI leaves its lock behind.
        await test.cancel();
        test.rotatePassword();
        expect(await test.settle()).toBe(content);
      }
      expect(killed).toBeGreaterThan(times / 2);
    },
    1_800_000,
  );

  it("leaves no process except Pulumi's own language host if the cluster was read", async () => {
    await test.expectNoProcesses();
  });

  it("sends nothing but reads of its two clusters", () => {
    test.expectReadsOnly();
  });
});

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomNumbers(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
