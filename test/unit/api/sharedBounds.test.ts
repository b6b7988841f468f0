import { useEmulator } from "../../../testing/emulator/useEmulator";
import { manyClusters } from "../../../testing/emulator/manyClusters";
import { rejectionOf } from "../rejection";
import { lookUpEach, settingsFor } from "./lookUp";

const emulator = useEmulator({ clusters: manyClusters(10) });

const answersAfterMs = 600;
const patient = { requestTimeoutSeconds: 5, deadlineSeconds: 9, httpRetryMax: 0 };
const impatient = { requestTimeoutSeconds: 0.2, deadlineSeconds: 0.3, httpRetryMax: 0 };

// Two accounts of a program may have one token and other settings.
describe.each([
  [1, "a GET"],
  [6, "the list"],
])("lookups of %i at once share %s", (count) => {
  it.each([
    ["first", [patient, impatient]],
    ["last", [impatient, patient]],
  ])("and the most patient, who ask %s, get its answer", async (_, inTurn) => {
    emulator.misbehave((request, response) => {
      setTimeout(() => {
        emulator.answer(request, response, undefined);
      }, answersAfterMs);
    });
    const asked = inTurn.map((limits) => ({
      limits,
      lookUps: lookUpEach(settingsFor(emulator.url, limits), count),
    }));
    await Promise.all(
      asked.map(async ({ limits, lookUps }) => {
        if (limits === patient) {
          const found = await Promise.all(lookUps);
          expect(found.map(({ name }) => name)).toEqual(found.map((_cluster, index) => `cluster-${index}`));
        } else {
          const errors = await Promise.all(lookUps.map(rejectionOf));
          expect(errors.map(({ code, attempts }) => [code, attempts])).toEqual(
            Array.from({ length: count }, () => ["timeout", 1]),
          );
        }
      }),
    );
    expect(emulator.requests).toHaveLength(1);
  });
});
