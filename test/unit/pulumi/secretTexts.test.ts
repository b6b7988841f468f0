import * as pulumi from "@pulumi/pulumi";
import { DigitalOceanApiError, getDatabaseClusterOutput } from "../../../src/index";
import type { GetDatabaseClusterOutputArgs } from "../../../src/index";
import { errorWithout, reportWithout } from "../../../src/reads/hidden";
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

it("errorWithout replaces a short text if it is a word, and not inside other words", () => {
  const error = new DigitalOceanApiError("not_found", 'cluster a: "a" of a team', { clusterUuid: "b" });
  expect(errorWithout(["a"], error)).toMatchObject({
    message: 'cluster [secret]: "[secret]" of [secret] team [not_found]',
    clusterUuid: "b",
  });
});

it("errorWithout keeps what else the error says", () => {
  const facts = { status: 404, id: "not_found", requestId: "r-1", attempts: 3 };
  const clusterUuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";
  const error = new DigitalOceanApiError("not_found", "no cluster named planted", { ...facts, clusterUuid });
  expect(errorWithout(["planted"], error)).toMatchObject({ code: "not_found", ...facts, clusterUuid });
  const hidden = errorWithout(["planted", clusterUuid], error);
  expect([hidden.clusterUuid, hidden.attempts]).toEqual([undefined, 3]);
});

it("errorWithout keeps the code even if a text is the same word", () => {
  const error = new DigitalOceanApiError("not_found", "user not_found: there is none (404 not_found).");
  expect(errorWithout(["not_found"], error).message).toBe(
    "user [secret]: there is none (404 [secret]). [not_found]",
  );
});

it("reportWithout replaces the texts in everything that a lookup reports", () => {
  const told: string[] = [];
  const tell = (...texts: string[]): void => void told.push(...texts);
  const report = reportWithout(["planted-name"], {
    info: tell,
    warn: tell,
    progress: tell,
    retry: ({ cause, text }) => {
      tell(cause, text);
    },
  });
  report.info("of planted-name");
  report.warn("PLANTED-NAME");
  report.progress("planted-name", "x");
  report.retry({ cause: "planted-name: 503", text: "planted-name: try", waitMs: 1 });
  expect(told).toEqual(["of [secret]", "[secret]", "[secret]", "x", "[secret]: 503", "[secret]: try"]);
});
