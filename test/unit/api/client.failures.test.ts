import { databaseCluster, plantedPassword } from "../../../testing/emulator/clusters";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { leaksIn } from "../leaks";
import { failedLookUp, settingsFor, uuid } from "./lookUp";

const emulator = useEmulator();

it("a malformed password is named by its place", async () => {
  const database = databaseCluster("pg", { connection: { password: [plantedPassword("pg")] } });
  emulator.misbehave({ status: 200, body: { database } });
  const { error } = await failedLookUp(settingsFor(emulator.url));
  expect(error).toMatchObject({ code: "unexpected_response", status: 200, attempts: 1, clusterUuid: uuid });
  expect(error.message).toContain("database.connection.password is not a string");
  expect(leaksIn(error, [plantedPassword("pg")])).toEqual([]);
});

describe("the API's name for the request", () => {
  const [ofBody, ofHeader] = ["0a5e0000-0000-4000-8000-0000000000e1", "0a5e0000-0000-4000-8000-0000000000e2"];

  it("comes from the body", async () => {
    emulator.misbehave({
      status: 404,
      headers: { "x-request-id": ofHeader },
      body: { request_id: ofBody },
    });
    const { error } = await failedLookUp(settingsFor(emulator.url));
    expect(error.requestId).toBe(ofBody);
    expect(error.message).toMatch(new RegExp(` \\(request ${ofBody}\\) \\[not_found\\]$`));
  });

  it("else from the header", async () => {
    emulator.misbehave({ status: 404, headers: { "x-request-id": ofHeader }, body: { id: "not_found" } });
    const { error } = await failedLookUp(settingsFor(emulator.url));
    expect(error).toMatchObject({ id: "not_found", requestId: ofHeader });
  });

  it.each([
    ["two\nlines"],
    ["a-word"],
    [ofBody.replaceAll("-", "")],
    [`${ofBody} `],
    ["<b>"],
    ["x".repeat(65)],
    [""],
    [7],
    [null],
    [{ a: 1 }],
  ])("%j is no UUID, and is not passed on", async (odd) => {
    emulator.misbehave({
      status: 404,
      body: { id: odd === "a-word" ? "a word" : odd, message: "", request_id: odd },
    });
    const { error } = await failedLookUp(settingsFor(emulator.url));
    expect(error).toMatchObject({ code: "not_found", id: undefined, requestId: undefined });
    expect(error.message).not.toContain("(request");
  });
});
