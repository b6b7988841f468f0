import * as pulumi from "@pulumi/pulumi";
import { programConfig, warnOfPlaintextToken } from "../../../src/pulumi/surroundings";
import { programReport } from "../../../src/pulumi/surroundings";
import { beginProgram, setConfig } from "../pulumiProgram";

let warn: jest.SpyInstance<ReturnType<typeof pulumi.log.warn>, Parameters<typeof pulumi.log.warn>>;
beforeEach(async () => {
  await beginProgram();
  setConfig({});
  warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
});
afterEach(() => {
  jest.restoreAllMocks();
});

it("programConfig returns plaintext and secret values by their keys with namespaces", () => {
  setConfig({ "digitalocean:token": "a", "other:token": "b" }, ["digitalocean:token"]);
  const config = programConfig();
  expect([config.get("digitalocean:token"), config.get("other:token")]).toEqual(["a", "b"]);
  expect(config.get("digitalocean:apiEndpoint")).toBeUndefined();
});

it("programConfig returns the values that the config has now", () => {
  setConfig({ "digitalocean:token": "a" });
  expect(programConfig().get("digitalocean:token")).toBe("a");
  setConfig({ "digitalocean:token": "b" });
  expect(programConfig().get("digitalocean:token")).toBe("b");
});

describe("A token in the config", () => {
  it("leads to one warning if it is in plaintext, with the command that encrypts it and without the token", () => {
    setConfig({ "plain:token": "dop_v1_canary" });
    for (let i = 0; i < 3; i++) {
      warnOfPlaintextToken("plain");
    }
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain("`pulumi config set --secret plain:token`");
    expect(warn.mock.calls[0]?.[0]).not.toContain("dop_v1_canary");
  });

  it("leads to one warning for each namespace", () => {
    setConfig({ "plain-a:token": "a", "plain-b:token": "b" });
    warnOfPlaintextToken("plain-a");
    warnOfPlaintextToken("plain-b");
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it("leads to one warning in each run of a process", async () => {
    for (let run = 1; run <= 3; run++) {
      await beginProgram();
      setConfig({ "digitalocean:token": "a" });
      warnOfPlaintextToken("digitalocean");
      warnOfPlaintextToken("digitalocean");
      expect(warn).toHaveBeenCalledTimes(run);
    }
  });

  it("leads to no warning if it is encrypted", () => {
    setConfig({ "encrypted:token": "a" }, ["encrypted:token"]);
    warnOfPlaintextToken("encrypted");
    expect(warn).not.toHaveBeenCalled();
  });

  it("leads to no warning if it is missing", () => {
    warnOfPlaintextToken("nothing-there");
    expect(warn).not.toHaveBeenCalled();
  });
});

it("programReport shows the same warning once in each run of a process", async () => {
  for (let run = 1; run <= 3; run++) {
    await beginProgram();
    programReport.warn("it is being resized");
    programReport.warn("it is being resized");
    programReport.warn(`another warning of run ${String(run)}`);
    expect(warn.mock.calls.filter(([message]) => message === "it is being resized")).toHaveLength(run);
    expect(warn).toHaveBeenCalledTimes(2 * run);
  }
});
