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

/** What TypeScript would not let pass. */
const wrong = (value: unknown): never => value as never;
const uuid = clusterUuid("pg");

beforeAll(() => beginProgram());

describe("a program without types is told in one line, and nothing is sent", () => {
  it.each([undefined, null, 5, "uuid"])("getDatabaseCluster(%j)", async (args) => {
    expect(await rejectionOf(getDatabaseCluster(wrong(args)))).toMatchObject({
      code: "invalid_argument",
      message: "args: an object that says what to look up is needed, such as { uuid }. [invalid_argument]",
    });
  });

  it("a name in place of the UUID", async () => {
    const error = await rejectionOf(getDatabaseCluster({ uuid: "backend" }));
    expect(error.message).toMatch(
      /^uuid: expected a UUID .+, got "backend"; to look up by name, give `name`/,
    );
  });

  it.each([undefined, null])("getDatabaseClusterOutput(%j)", (args) => {
    expect(thrownBy(() => getDatabaseClusterOutput(wrong(args))).code).toBe("invalid_argument");
  });

  it("configNamespace: 5", async () => {
    const error = await rejectionOf(getDatabaseCluster({ uuid, configNamespace: wrong(5), token: "t" }));
    expect(error).toMatchObject({ code: "invalid_argument" });
  });

  it.each([
    ["a string", "x"],
    ["a list with one", [5]],
  ])("dependsOn: %s", async (_, dependsOn) => {
    const outputs = getDatabaseClusterOutput({ uuid, token: "t" }, { dependsOn: wrong(dependsOn) });
    const [error] = await failuresOf(outputs);
    expect(error).toMatchObject({
      code: "invalid_argument",
      message: expect.stringContaining("dependsOn") as string,
    });
  });

  it.each([undefined, 5, {}])("databaseClusterFromStack(%j)", (stack) => {
    expect(thrownBy(() => databaseClusterFromStack(wrong(stack))).message).toContain("stack: it must be");
  });

  it("stackOutputs of a Promise that was not awaited, which would export null over good outputs", () => {
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

it("an error keeps its line, whatever the SDK writes in front of it for each resource that waits", () => {
  const error = new DigitalOceanApiError("timeout", "one line");
  error.message = `error serializing property "url": ${error.message}`;
  expect(error.message).toBe("one line [timeout]");
  expect(String(error)).toBe("DigitalOceanApiError: one line [timeout]");
});
