import type { IncomingMessage, ServerResponse } from "node:http";
import { clusterOf, KillTest } from "./kills";
import type { Part } from "./kills";
import { waitFor } from "./processes";
import { clusterInState } from "./resourceProject";
import { stateOutputs } from "./state";
import { describeWithEngine } from "./workspace";

const passwordOf = (test: KillTest): string =>
  JSON.stringify(clusterInState(test.project.decryptedState(), "database")?.outputs?.["connection"]);

/** The moments in an update. Each function waits for its moment, and lets the API give no answer that ends it. */
const moments = {
  "when it starts": () => Promise.resolve(),
  "while the resource waits for the API": (test: KillTest) => asked(test, "resource"),
  "while the data function waits for the API": (test: KillTest) => asked(test, "function"),
  "after the resource is saved and before the stack outputs are": async (test: KillTest) => {
    const before = passwordOf(test);
    await asked(test, "function");
    await waitFor(() => (passwordOf(test) === before ? undefined : true), 60);
  },
};

/** Waits until the API is asked for the cluster of this lookup, and leaves the request without an answer. */
function asked({ emulator }: KillTest, lookup: keyof typeof clusterOf): Promise<void> {
  return new Promise((resolve) => {
    emulator.misbehave((request: IncomingMessage, response: ServerResponse) => {
      if (request.url?.endsWith(clusterOf[lookup].id) === true) {
        resolve();
      } else {
        emulator.answer(request, response, undefined);
      }
    });
  });
}

// Kills at 50 random moments: test/long/kill.test.ts.
describeWithEngine("a killed update", () => {
  let test: KillTest;
  /** The state after each update. */
  let content: string;

  beforeAll(async () => {
    test = await KillTest.start("kill");
  });

  afterAll(async () => {
    await test.stop();
  });

  it("can be repeated if it was the first one of the stack and the CLI is killed during a read", async () => {
    const { project } = test;
    expect(await test.kill("cli", () => asked(test, "resource"))).toBe(true);
    // Its engine is gone, so the host ends, although it waits for the API.
    await test.expectNoProcesses();
    expect(clusterInState(project.state(), "database")).toBeUndefined();
    await test.cancel();
    content = await test.settle();
    expect(clusterInState(project.state(), "database")).toMatchObject({
      id: clusterOf.resource.id,
      external: true,
    });
  });

  it.each<[string, keyof typeof moments, Part]>([
    ["CLI", "when it starts", "cli"],
    ["CLI", "while the resource waits for the API", "cli"],
    ["CLI", "after the resource is saved and before the stack outputs are", "cli"],
    ["program", "when it starts", "program"],
    ["program", "while the data function waits for the API", "program"],
    ["provider host", "when it starts", "host"],
    ["provider host", "while the resource waits for the API", "host"],
  ])("keeps the stack outputs and can be repeated if the %s is killed %s", async (_, moment, part) => {
    const before = stateOutputs(test.project.decryptedState());
    test.rotatePassword();
    expect(await test.kill(part, () => moments[moment](test))).toBe(true);
    expect(stateOutputs(test.project.decryptedState())).toEqual(before);
    if (part === "cli") {
      await test.cancel();
    }
    test.rotatePassword();
    expect(await test.settle()).toBe(content);
  });

  it("leaves no process except Pulumi's own language host", async () => {
    await test.expectNoProcesses();
  });

  it("sends nothing but reads of its two clusters", () => {
    test.expectReadsOnly();
  });
});
