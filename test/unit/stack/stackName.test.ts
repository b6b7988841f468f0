import * as pulumi from "@pulumi/pulumi";
import { databaseClusterFromStack, databaseConnectionFromStack } from "../../../src/index";
import { beginProgram } from "../pulumiProgram";
import { thrownBy } from "../rejection";

/** The stacks that the engine was asked for. */
let asked: string[];

/** A program in a backend whose organization is this one. */
async function beginIn(organization: string): Promise<void> {
  asked = [];
  await beginProgram({
    newResource: (args) => {
      asked.push((args.inputs as { name: string }).name);
      return { id: args.id, state: { ...(args.inputs as object), outputs: {}, secretOutputNames: [] } };
    },
  });
  pulumi.runtime.setMockOptions(pulumi.runtime.getMonitor(), "project", "stack", false, organization);
}

/** Lets the SDK send what it has to send. */
const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 200));

describe.each([
  ["databaseClusterFromStack", databaseClusterFromStack],
  ["databaseConnectionFromStack", databaseConnectionFromStack],
])("%s", (_, fromStack) => {
  it.each([
    ["producer/dev", "organization/producer/dev"],
    ["acme/producer/dev", "organization/producer/dev"],
    ["acme//dev", "organization//dev"],
  ])("says in a self-managed backend what to write in place of %s", async (name, meant) => {
    await beginIn("organization");
    const error = thrownBy(() => fromStack(name));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain(
      `stack: ${name} is not the name of a stack in this backend, which is self-managed: write ${meant}. ` +
        "The full name is organization/project/stack; in a self-managed backend the organization is the literal word `organization`.",
    );
    await moment();
    expect(asked).toEqual([]);
  });

  it.each(["organization/producer/dev", "organization/dev", "dev", "/producer/dev", "//dev"])(
    "takes %s in a self-managed backend",
    async (name) => {
      await beginIn("organization");
      fromStack(name);
      await moment();
      expect(asked).toEqual([name]);
    },
  );

  // There two parts are an organization and a stack of the program's own project.
  it.each(["producer/dev", "acme/producer/dev", "organization/producer/dev", "dev", "//dev"])(
    "takes %s in Pulumi Cloud",
    async (name) => {
      await beginIn("acme");
      fromStack(name);
      await moment();
      expect(asked).toEqual([name]);
    },
  );

  it("takes every name if the backend is not known, and in a unit test", async () => {
    await beginIn("");
    fromStack("producer/dev");
    await moment();
    expect(asked).toEqual(["producer/dev"]);
    await pulumi.runtime.setMocks(
      { newResource: ({ id }) => ({ id: id, state: { outputs: {} } }), call: () => ({}) },
      "project",
      "stack",
      false,
      "organization",
    );
    fromStack("acme/producer/dev");
    await moment();
  });

  it.each(["acme", "organization", ""])(
    "refuses what is nowhere the name of a stack, with the organization %j",
    async (organization) => {
      await beginIn(organization);
      for (const name of [
        "",
        " ",
        "acme/producer/",
        "acme/producer/dev/outputs",
        "https://app.pulumi.com/acme/producer/dev",
        "a\nb/c/d/e",
      ]) {
        const { code, message } = thrownBy(() => fromStack(name));
        expect(code).toBe("invalid_argument");
        expect(message).toMatch(
          /^stack: .+ is not the name of a stack\. The full name is organization\/project\/stack;/,
        );
        expect(message).not.toMatch(/[\r\n]/);
      }
      await moment();
      expect(asked).toEqual([]);
    },
  );
});
