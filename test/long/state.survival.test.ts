// The long form of test/engine/state.survival.test.ts: each stored state on its own, with every command.
import { storedState, storedStates } from "../engine/states/storedState";
import { circumstances, notFound, StoredStateTest, unattended } from "../engine/states/survival";
import { describeWithEngine } from "../engine/workspace";

describeWithEngine("a state that an earlier build has written", () => {
  let tested: StoredStateTest;

  beforeAll(async () => {
    tested = await StoredStateTest.start();
  });

  afterAll(async () => {
    await tested.emulator.stop();
  });

  describe.each(storedStates)("%s", (name) => {
    beforeEach(() => {
      tested.restore(storedState(name));
    });

    it.each(Object.entries(circumstances))(
      "stays as it is in a refresh, a preview and an update %s, and can be destroyed",
      async (_, { arrange, refresh, up, program }) => {
        arrange?.(tested);
        await tested.expectSurvival(["refresh", ...unattended], refresh);
        await tested.expectSurvival(["preview"], up, program);
        await tested.expectSurvival(["up", ...unattended], up, program);
        tested.expectReadsOnly();
        await tested.destroy();
      },
    );

    it("stays as it is in a preview and an update if the clusters are gone", async () => {
      tested.emulator.state.clusters = [];
      await tested.expectSurvival(["preview"], notFound);
      await tested.expectSurvival(["up", ...unattended], notFound);
    });
  });
});
