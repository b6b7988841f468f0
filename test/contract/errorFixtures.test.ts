import type { DigitalOceanApiErrorCode } from "../../src/errors";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { failureOf, settingsFor, uuid } from "../unit/api/lookUp";
import { ApiDescription, describeWithSpec } from "./apiDescription";
import { errorFixtures } from "./fixtures";

/** What each is to become, and after how many requests. */
const expected: Record<string, readonly [DigitalOceanApiErrorCode, number]> = {
  "401": ["unauthorized", 1],
  "403.description": ["forbidden", 1],
  "403.shared-response": ["forbidden", 1],
  "404": ["not_found", 1],
  // Asks for 29 s, and the bound is 2 s here.
  "429.burst": ["too_many_requests", 1],
  // Its `ratelimit-reset` has long passed.
  "429.hourly": ["too_many_requests", 3],
  "500": ["server_error", 3],
  default: ["server_error", 3],
};

describeWithSpec("every error among the fixtures, replayed", () => {
  const emulator = useEmulator();
  beforeEach(() => {
    // The wait for quota has a random part of up to a second.
    jest.spyOn(Math, "random").mockReturnValue(0);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it("there are no others", () => {
    expect(errorFixtures.map(([name]) => name).sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(errorFixtures)("%s", async (name, { status, headers, body }) => {
    const [code, attempts] = expected[name] ?? [];
    emulator.misbehave({ status, headers, body });
    const error = await failureOf(settingsFor(emulator.url));
    expect(error).toMatchObject({ code, attempts, status, id: body.id, clusterUuid: uuid });
    expect(error.requestId).toBe(body.request_id ?? headers["x-request-id"]);
    expect(error.message).not.toContain(body.message);
    expect(error.message).not.toMatch(/[\r\n]/);
    expect(emulator.requests).toHaveLength(attempts ?? Number.NaN);
  });

  it.each(errorFixtures)("%s has the body that the description gives it", (name, { status, body }) => {
    const described = [401, 404, 429, 500].includes(status) ? status : "default";
    const api = new ApiDescription();
    expect(api.defects("/v2/databases/{database_cluster_uuid}", described, body)).toEqual([]);
    expect(name).toContain(name === "default" ? "" : String(status));
  });
});
