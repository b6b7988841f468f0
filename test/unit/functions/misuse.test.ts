import * as pulumi from "@pulumi/pulumi";
import {
  databaseClusterFromStack,
  DigitalOceanApiError,
  getDatabaseCluster,
  getDatabaseClusterOutput,
  stackOutputs,
} from "../../../src/index";
import { clusterUuid } from "../../../testing/emulator/clusters";
import { beginProgram } from "../pulumiProgram";
import { rejectionOf, thrownBy } from "../rejection";
import { failuresOf } from "../seenOutput";

/** Hides the type of a value from the compiler. */
const wrong = (value: unknown): never => value as never;
const uuid = clusterUuid("pg");

beforeAll(() => beginProgram());

describe("in a program without types", () => {
  it.each([undefined, null, 5, "uuid"])(
    "getDatabaseCluster(%j) fails with invalid_argument",
    async (args) => {
      expect(await rejectionOf(getDatabaseCluster(wrong(args)))).toMatchObject({
        code: "invalid_argument",
        message: "args: an object that says what to look up is needed, such as { uuid }. [invalid_argument]",
      });
    },
  );

  it("getDatabaseCluster suggests `name` if the uuid is a name", async () => {
    const error = await rejectionOf(getDatabaseCluster({ uuid: "backend" }));
    expect(error.message).toMatch(
      /^uuid: expected a UUID .+, got "backend"; to look up by name, give `name`/,
    );
  });

  it.each([undefined, null])("getDatabaseClusterOutput(%j) throws invalid_argument", (args) => {
    expect(thrownBy(() => getDatabaseClusterOutput(wrong(args))).code).toBe("invalid_argument");
  });

  it("getDatabaseCluster fails with invalid_argument if configNamespace is a number", async () => {
    const error = await rejectionOf(getDatabaseCluster({ uuid, configNamespace: wrong(5), token: "t" }));
    expect(error).toMatchObject({ code: "invalid_argument" });
  });

  it.each([
    ["a string", "x"],
    ["a list with a number", [5]],
  ])("getDatabaseClusterOutput fails with invalid_argument if dependsOn is %s", async (_, dependsOn) => {
    const outputs = getDatabaseClusterOutput({ uuid, token: "t" }, { dependsOn: wrong(dependsOn) });
    const [error] = await failuresOf(outputs);
    expect(error).toMatchObject({
      code: "invalid_argument",
      message: expect.stringContaining("dependsOn") as string,
    });
  });

  it.each([undefined, 5, {}])("databaseClusterFromStack(%j) throws invalid_argument", (stack) => {
    expect(thrownBy(() => databaseClusterFromStack(wrong(stack))).message).toContain("stack: it must be");
  });

  // It would overwrite the outputs of earlier updates with null.
  it("stackOutputs throws invalid_argument for a Promise that was not awaited", () => {
    for (const cluster of [
      Promise.resolve({ engine: "pg" }),
      undefined,
      null,
      {},
      pulumi.output({ engine: "pg" }),
    ]) {
      expect(thrownBy(() => stackOutputs(wrong(cluster))).code).toBe("invalid_argument");
    }
  });
});

// The SDK adds a text to the message for each resource that waits for a failed Output.
it("DigitalOceanApiError keeps its message if the SDK assigns a longer one", () => {
  const error = new DigitalOceanApiError("timeout", "one line");
  error.message = `error serializing property "url": ${error.message}`;
  expect(error.message).toBe("one line [timeout]");
  expect(String(error)).toBe("DigitalOceanApiError: one line [timeout]");
});
