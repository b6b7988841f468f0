import { Emulator } from "../../emulator/emulator";
import { failedLookUp, quickLimits, settingsFor, uuid } from "./lookUp";
import { wrongs } from "./misbehaviours";

/** For a machine that is busy with other tests: a lookup that ignored its deadline would take far longer. */
const slackSeconds = 1;

let emulator: Emulator;
beforeAll(async () => {
  emulator = await Emulator.start();
});
beforeEach(() => {
  emulator.behave();
});
afterAll(() => emulator.stop());

describe("an API that goes wrong for ever", () => {
  it.each(wrongs)("$name: $code", async ({ misbehaviour, code, status, attempts, says, limits }) => {
    emulator.misbehave(misbehaviour);
    const { error, seconds } = await failedLookUp(settingsFor(emulator.url, limits));
    expect(error).toMatchObject({ code, attempts, clusterUuid: uuid });
    expect(error.status).toBe(status);
    expect(emulator.requests).toHaveLength(attempts);
    expect(error.message).toMatch(says);
    expect(error.message.startsWith(`database cluster ${uuid}: `)).toBe(true);
    expect(error.message).not.toMatch(/[\r\n]/);
    const { deadlineSeconds } = { ...quickLimits, ...limits };
    expect(seconds).toBeLessThan(deadlineSeconds + slackSeconds);
  });

  it("refused connections: network_error", async () => {
    const gone = await Emulator.start();
    const settings = settingsFor(gone.url);
    await gone.stop();
    const { error, seconds } = await failedLookUp(settings);
    expect(error).toMatchObject({ code: "network_error", status: undefined, attempts: 3, clusterUuid: uuid });
    expect(error.message).toMatch(
      new RegExp(
        `^database cluster ${uuid}: cannot reach 127\\.0\\.0\\.1:\\d+ \\(ECONNREFUSED\\) in 3 tries`,
      ),
    );
    expect(seconds).toBeLessThan(quickLimits.deadlineSeconds + slackSeconds);
  });

  it("the deadline bounds all tries together", async () => {
    emulator.misbehave(() => undefined);
    const limits = { requestTimeoutSeconds: 20, deadlineSeconds: 0.3 };
    const { error, seconds } = await failedLookUp(settingsFor(emulator.url, limits));
    expect(error).toMatchObject({ code: "timeout", attempts: 1 });
    expect(seconds).toBeGreaterThan(0.25);
    expect(seconds).toBeLessThan(limits.deadlineSeconds + slackSeconds);
  });
});

describe("the API's name for the request", () => {
  it("comes from the body", async () => {
    emulator.misbehave({
      status: 404,
      headers: { "x-request-id": "of-header" },
      body: { request_id: "of-body" },
    });
    const { error } = await failedLookUp(settingsFor(emulator.url));
    expect(error.requestId).toBe("of-body");
    expect(error.message).toMatch(/ \(request of-body\)$/);
  });

  it("else from the header", async () => {
    emulator.misbehave({ status: 404, headers: { "x-request-id": "of-header" }, body: { id: "not_found" } });
    const { error } = await failedLookUp(settingsFor(emulator.url));
    expect(error).toMatchObject({ id: "not_found", requestId: "of-header" });
  });

  it.each([["two\nlines"], ["<b>"], ["x".repeat(65)], [""], [7], [null], [{ a: 1 }]])(
    "%j is no word, and is not passed on",
    async (odd) => {
      emulator.misbehave({ status: 404, body: { id: odd, message: "", request_id: odd } });
      const { error } = await failedLookUp(settingsFor(emulator.url));
      expect(error).toMatchObject({ code: "not_found", id: undefined, requestId: undefined });
    },
  );
});
