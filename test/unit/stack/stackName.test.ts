import * as pulumi from "@pulumi/pulumi";
import { databaseClusterFromStack, databaseConnectionFromStack } from "../../../src/index";
import { beginProgram } from "../pulumiProgram";
import { thrownBy } from "../rejection";

/** The names of the stacks that the program has read. */
let read: string[];

/** Begins a program in a backend with this organization. */
async function beginIn(organization: string): Promise<void> {
  read = [];
  await beginProgram({
    newResource: (args) => {
      read.push((args.inputs as { name: string }).name);
      return { id: args.id, state: { ...(args.inputs as object), outputs: {}, secretOutputNames: [] } };
    },
  });
  pulumi.runtime.setMockOptions(pulumi.runtime.getMonitor(), "project", "stack", false, organization);
}

/**
 * The names of the stacks that the program has read, without a last one that this function reads. The SDK registers
 * resources in order, so earlier ones are registered by then.
 */
async function stacksRead(): Promise<string[]> {
  const last = new pulumi.StackReference("last", { name: "organization/last/dev" });
  await last.getOutputValue("none");
  return read.filter((name) => name !== "organization/last/dev");
}

describe.each([
  ["databaseClusterFromStack", databaseClusterFromStack],
  ["databaseConnectionFromStack", databaseConnectionFromStack],
])("%s", (_, fromStack) => {
  it.each([
    ["producer/dev", "organization/producer/dev"],
    ["acme/producer/dev", "organization/producer/dev"],
    ["acme//dev", "organization//dev"],
  ])("refuses %s in a self-managed backend and says that %s is meant", async (name, meant) => {
    await beginIn("organization");
    const error = thrownBy(() => fromStack(name));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain(
      `stack: ${name} is not the name of a stack in this backend, which is self-managed: write ${meant}. ` +
        "The full name is organization/project/stack; in a self-managed backend the organization is the literal word `organization`.",
    );
    expect(await stacksRead()).toEqual([]);
  });

  it.each(["organization/producer/dev", "organization/dev", "dev", "/producer/dev", "//dev"])(
    "accepts the name %s in a self-managed backend",
    async (name) => {
      await beginIn("organization");
      fromStack(name);
      expect(await stacksRead()).toEqual([name]);
    },
  );

  // In Pulumi Cloud, two parts are an organization and a stack of the program's own project.
  it.each(["producer/dev", "acme/producer/dev", "organization/producer/dev", "dev", "//dev"])(
    "accepts the name %s in Pulumi Cloud",
    async (name) => {
      await beginIn("acme");
      fromStack(name);
      expect(await stacksRead()).toEqual([name]);
    },
  );

  it("accepts a name with two parts if the backend is unknown", async () => {
    await beginIn("");
    fromStack("producer/dev");
    expect(await stacksRead()).toEqual(["producer/dev"]);
  });

  it("accepts a name of Pulumi Cloud in a unit test with mocks", async () => {
    const names: string[] = [];
    await pulumi.runtime.setMocks(
      {
        newResource: ({ id, inputs }) => {
          names.push((inputs as { name: string }).name);
          return { id, state: { outputs: {} } };
        },
        call: () => ({}),
      },
      "project",
      "stack",
      false,
      "organization",
    );
    fromStack("acme/producer/dev");
    await new pulumi.StackReference("last", { name: "organization/last/dev" }).getOutputValue("none");
    expect(names).toEqual(["acme/producer/dev", "organization/last/dev"]);
  });

  it.each(["acme", "organization", ""])(
    "refuses texts that are not the name of a stack if the organization is %j",
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
      expect(await stacksRead()).toEqual([]);
    },
  );
});
