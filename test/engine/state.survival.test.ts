import { leaksIn } from "../unit/leaks";
import { secretTexts } from "./expectedCluster";
import { otherToken, storedClusters, storedToken } from "./states/storedProject";
import { contentOf, inOneStack, storedState, storedStates } from "./states/storedState";
import { circumstances, notFound, rotatedToken, StoredStateTest, unattended } from "./states/survival";
import { stateOutputs } from "./state";
import { backendText, describeWithEngine } from "./workspace";

// Each state on its own in every circumstance and with every command: test/long/state.survival.test.ts.
describeWithEngine("a state that an earlier build has written", () => {
  describe("together with those of all other builds in one stack", () => {
    let tested: StoredStateTest;

    beforeAll(async () => {
      tested = await StoredStateTest.start(storedStates.map((_, index) => String(index)));
    });

    beforeEach(() => {
      tested.restore(inOneStack(storedStates.map(storedState)));
    });

    afterAll(async () => {
      await tested.emulator.stop();
    });

    it("stays as it is in an update with a refresh, and can be destroyed", async () => {
      await tested.expectSurvival(["up", ...unattended, "--refresh"], undefined);
      tested.expectReadsOnly();
      await tested.destroy();
    });

    it.each(Object.entries(circumstances))(
      "stays as it is in a refresh and in an update %s",
      async (_, { arrange, refresh, up, program }) => {
        arrange?.(tested);
        await tested.expectSurvival(["refresh", ...unattended], refresh);
        await tested.expectSurvival(["up", ...unattended], up, program);
        tested.expectReadsOnly();
      },
    );

    it("loses clusters that are gone in a refresh only, and never its stack outputs", async () => {
      const { emulator, project, before } = tested;
      emulator.state.clusters = [];
      await tested.expectSurvival(["up", ...unattended], notFound);
      const outputs = stateOutputs(project.decryptedState());
      const { code, printed } = await project.run("refresh", ...unattended);
      const deleted = `- ${2 * storedStates.length} deleted`;
      expect([code, printed]).toEqual([0, expect.stringContaining(deleted)]);
      expect(stateOutputs(project.decryptedState())).toEqual(outputs);
      tested.putInOrder();
      await project.up();
      expect(contentOf(project)).toEqual(before);
    });
  });

  it("is kept without a readable secret", () => {
    const secrets = Object.values(storedClusters).flatMap(secretTexts);
    expect(leaksIn(backendText(), [storedToken, otherToken, rotatedToken, ...secrets])).toEqual([]);
    expect(secrets.length).toBeGreaterThan(20);
  });
});
