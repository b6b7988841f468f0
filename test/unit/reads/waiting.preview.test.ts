import { isYetToCome } from "../../../src/reads/read";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { errorReply } from "../../../testing/emulator/routes";
import type { SimulatedAnswer } from "../api/simulatedApi";
import { rejectionOf } from "../rejection";
import { made, missing, useClusterInCreation, uuid } from "./clusterInCreation";

const { api, told, answerFromNowOn, lookUp } = useClusterInCreation();
const preview = { isPreview: true };

describe("A lookup with waitForOnline in a preview", () => {
  it.each(["creating", "forking", "resizing", "migrating"])(
    "sends one request for a cluster with the status %s, whose secrets the update will find",
    async (status) => {
      answerFromNowOn(made(status));
      const { properties, isPending } = await lookUp({ uuid, waitForOnline: true }, preview);
      expect(isPending).toBe(true);
      expect(properties).toMatchObject({ id: uuid, region: "nyc3", status });
      expect(api.requests).toHaveLength(1);
      expect(told).toEqual([]);
    },
  );

  it("finds all properties of a cluster that is online", async () => {
    const { isPending, properties } = await lookUp({ uuid, waitForOnline: true }, preview);
    expect(isPending).toBe(false);
    expect(properties.password).toBeDefined();
  });

  it("fails with not_online at once if waitForOnline is false or not given", async () => {
    answerFromNowOn(made());
    for (const waitForOnline of [undefined, false]) {
      const error = await rejectionOf(lookUp({ uuid, waitForOnline }, preview));
      expect(error).toMatchObject({ code: "not_online", clusterUuid: uuid });
    }
  });
});

describe("A lookup with waitForOnline of a cluster that the API does not know yet, in a preview,", () => {
  it.each<[number, SimulatedAnswer, string]>([
    [404, missing, "not_found"],
    [412, errorReply(412, "precondition_failed", ""), "bad_request"],
  ])(
    "sends one request after a %i, warns, and leaves all properties but the UUID to the update",
    async (_, answer, code) => {
      answerFromNowOn(answer);
      const found = await lookUp({ uuid, waitForOnline: true }, preview);
      expect(found).toMatchObject({ isPending: true, isAbsent: true, properties: { id: uuid } });
      for (const property of clusterProperties) {
        expect([property, isYetToCome(found, property, clusterFields)]).toEqual([
          property,
          property !== "id",
        ]);
      }
      expect(api.requests).toHaveLength(1);
      expect(told).toEqual([
        expect.stringMatching(
          new RegExp(
            "^warning: database cluster .* An update waits for it; a preview goes on without it\\. " +
              `\\(request [\\w-]+\\) \\[${code}\\]$`,
          ),
        ),
      ]);
    },
  );

  it("leaves all properties but the name to the update if it has a name", async () => {
    api.clusters = [];
    const found = await lookUp({ name: "orders", waitForOnline: true }, preview);
    expect(clusterProperties.filter((property) => !isYetToCome(found, property, clusterFields))).toEqual([
      "name",
    ]);
  });

  it("fails if it needs plain values, and says what to use", async () => {
    answerFromNowOn(missing);
    const error = await rejectionOf(
      lookUp({ uuid, waitForOnline: true }, { isPreview: true, needsValues: true }),
    );
    expect(error).toMatchObject({ code: "not_found", status: 404, attempts: 1 });
    expect(error.message).toContain(
      "An update waits for it, a preview does not: use getDatabaseClusterOutput, whose properties are unknown in the " +
        "preview, or run `pulumi up --skip-preview`.",
    );
    expect(told).toEqual([]);
  });

  it.each<[string, SimulatedAnswer, string]>([
    ["a proxy's 404", { status: 404, body: "<html>" }, "not_found"],
    ["a 401", errorReply(401, "unauthorized", ""), "unauthorized"],
    ["a 422", errorReply(422, "unprocessable_entity", ""), "bad_request"],
  ])("fails as in the update after %s", async (_, answer, code) => {
    answerFromNowOn(answer);
    const error = await rejectionOf(lookUp({ uuid, waitForOnline: true }, preview));
    expect(error).toMatchObject({ code, attempts: 1 });
  });
});
