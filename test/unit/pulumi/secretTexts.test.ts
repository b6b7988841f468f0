import * as pulumi from "@pulumi/pulumi";
import { DigitalOceanApiError, getDatabaseClusterOutput } from "../../../src/index";
import type { GetDatabaseClusterOutputArgs } from "../../../src/index";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { beginUnitTest } from "../functions/unitTestMocks";
import { beginProgram } from "../pulumiProgram";
import { seen } from "../seenOutput";

const uuid = "0a1b2c3d-0000-4000-8000-00000000beef";
const emulator = useEmulator();

beforeEach(() => beginProgram());

async function messageOf(output: pulumi.Output<unknown>): Promise<string> {
  const error: unknown = await seen(output).catch((failure: unknown) => failure);
  if (!DigitalOceanApiError.isInstance(error)) {
    throw new Error("it did not fail", { cause: error });
  }
  return `${error.message} ${error.clusterUuid ?? ""}`;
}

describe("The error of a lookup", () => {
  const access = (): { token: string; apiEndpoint: string } => ({
    token: Emulator.token,
    apiEndpoint: emulator.url,
  });

  it.each<[string, GetDatabaseClusterOutputArgs, string]>([
    ["a UUID of no cluster", { uuid: pulumi.secret(uuid.toUpperCase()) }, "beef"],
    ["a UUID with a line end", { uuid: pulumi.secret(`${uuid}\n`) }, "beef"],
    ["a UUID with a character too many", { uuid: pulumi.secret(`${uuid}0 `) }, "beef"],
    ["the URN of a cluster", { uuid: pulumi.secret(`do:dbaas:${uuid}`) }, "beef"],
    ["the address of a cluster", { uuid: pulumi.secret(`https://x.com/databases/${uuid}?i=a`) }, "beef"],
    ["a malformed UUID", { uuid: pulumi.secret("hunter-two") }, "hunter"],
    ["a name", { name: pulumi.secret("planted") }, "planted "],
    ["a namespace", { uuid, configNamespace: pulumi.secret("planted-space"), token: "" }, "planted-space"],
  ])("does not show %s that is a secret Output", async (_, args, secret) => {
    const message = await messageOf(getDatabaseClusterOutput({ ...access(), ...args }).region);
    expect(message).not.toContain(secret);
  });

  it("does not show the host of an endpoint that is a secret Output", async () => {
    const apiEndpoint = pulumi.secret("https://planted.invalid:444");
    const args = { uuid, token: Emulator.token, apiEndpoint };
    await beginUnitTest(() => {
      throw new DigitalOceanApiError("network_error", "cannot reach planted.invalid:444");
    });
    expect(await messageOf(getDatabaseClusterOutput(args).region)).toContain("cannot reach [secret]");
  });

  it("shows a UUID that is not secret", async () => {
    expect(await messageOf(getDatabaseClusterOutput({ ...access(), uuid }).region)).toContain(uuid);
  });
});
