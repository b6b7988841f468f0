import { Emulator } from "../../emulator/emulator";
import { failedLookUp, settingsFor, uuid } from "./lookUp";

let emulator: Emulator;
let elsewhere: Emulator;
beforeAll(async () => {
  [emulator, elsewhere] = await Promise.all([Emulator.start(), Emulator.start()]);
});
beforeEach(() => {
  emulator.behave();
  elsewhere.behave();
});
afterAll(() => Promise.all([emulator.stop(), elsewhere.stop()]));

describe("a redirect is not followed, and the token stays where it is", () => {
  it.each([301, 302, 303, 307, 308])("%i to another host", async (status) => {
    const location = `${elsewhere.url}/v2/databases/${uuid}`;
    emulator.misbehave({ status, headers: { location }, body: "" });
    const { error } = await failedLookUp(settingsFor(emulator.url));
    expect(error).toMatchObject({ code: "unexpected_response", status, attempts: 1, clusterUuid: uuid });
    expect(error.message).toContain("a redirect, which is not followed");
    expect(error.message).not.toContain(elsewhere.url);
    expect(elsewhere.requests).toEqual([]);
  });

  it("302 to the same host", async () => {
    emulator.misbehave({ status: 302, headers: { location: `/v2/databases/${uuid}?again` }, body: "" });
    const { error } = await failedLookUp(settingsFor(emulator.url));
    expect(error).toMatchObject({ code: "unexpected_response", status: 302 });
    expect(emulator.requests).toHaveLength(1);
  });
});
