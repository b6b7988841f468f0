import type { DigitalOceanApiErrorCode } from "../../src/errors";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { failureOf, settingsFor, uuid } from "../unit/api/lookUp";
import { apiDescription, describeWithSpec } from "./apiDescription";
import { errorFixtures } from "./fixtures";

/** The expected code of each, and the number of requests. */
const expected: Record<string, readonly [DigitalOceanApiErrorCode, number]> = {
  "401": ["unauthorized", 1],
  "403.description": ["forbidden", 1],
  "403.shared-response": ["forbidden", 1],
  "404": ["not_found", 1],
  // It asks to wait for 29 s. Here 2 s are allowed.
  "429.burst": ["too_many_requests", 1],
  // Its `ratelimit-reset` has long passed.
  "429.hourly": ["too_many_requests", 3],
  "500": ["server_error", 3],
  default: ["server_error", 3],
};

describeWithSpec("The error fixtures", () => {
  const emulator = useEmulator();
  beforeEach(() => {
    // The random part of a wait is up to a second.
    jest.spyOn(Math, "random").mockReturnValue(0);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it("are exactly those with an expected code", () => {
    expect(errorFixtures.map(([name]) => name).sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(errorFixtures)(
    "make a lookup fail with the expected code after the expected requests: %s",
    async (name, { status, headers, body }) => {
      const [code, attempts] = expected[name] ?? [];
      emulator.misbehave({ status, headers, body });
      const error = await failureOf(settingsFor(emulator.url));
      expect(error).toMatchObject({ code, attempts, status, id: body.id, clusterUuid: uuid });
      expect(error.requestId).toBe(body.request_id ?? headers["x-request-id"]);
      expect(error.message).not.toContain(body.message);
      expect(error.message).not.toMatch(/[\r\n]/);
      expect(emulator.requests).toHaveLength(attempts ?? Number.NaN);
    },
  );

  it.each(errorFixtures)("have a body as in the API's description: %s", (name, { status, body }) => {
    const described = [401, 404, 429, 500].includes(status) ? status : "default";
    const api = apiDescription();
    expect(api.defects("/v2/databases/{database_cluster_uuid}", described, body)).toEqual([]);
    expect(name).toContain(name === "default" ? "" : String(status));
  });
});
