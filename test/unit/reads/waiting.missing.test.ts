import { databaseCluster } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { errorReply } from "../../../testing/emulator/routes";
import type { SimulatedAnswer } from "../api/simulatedApi";
import { leaksIn } from "../leaks";
import { rejectionOf } from "../rejection";
import * as creation from "./clusterInCreation";

const { brokenConnection, cluster, failing, made, missing, notFound, progressOf, uuid } = creation;
const { api, told, answerNext, answerFromNowOn, lookUp, paths } = creation.useClusterInCreation();

const times = (count: number, answer: SimulatedAnswer): SimulatedAnswer[] =>
  Array.from({ length: count }, () => answer);

describe("A lookup with waitForOnline of a cluster that the API does not know yet, in an update,", () => {
  it("goes on after 404 from its first request on, and then waits until the cluster is online", async () => {
    answerNext(missing, missing, made(), made());
    const { properties } = await lookUp({ uuid, waitForOnline: true });
    expect(properties.status).toBe("online");
    expect(paths()).toEqual(Array(5).fill(`/v2/databases/${uuid}`));
    expect(told).toEqual([
      progressOf("not found yet", 0, 300, ""),
      progressOf("not found yet", 1, 300, ""),
      progressOf("status creating", 3, 1800),
      progressOf("status creating", 7, 1800),
    ]);
  });

  it("goes on after 404 if the cluster was there before", async () => {
    answerNext(made(), missing, missing);
    expect((await lookUp({ uuid, waitForOnline: true })).properties.status).toBe("online");
    expect(told.at(-1)).toBe(progressOf("status creating, at the last look not_found", 3, 301));
  });

  it("goes on, if it has a name, after lists without the cluster and after a 404 by its UUID", async () => {
    const list = (...databases: unknown[]): SimulatedAnswer => ({ status: 200, body: { databases } });
    answerNext(list(), list(), list({ ...cluster, status: "creating" }), made(), missing, made());
    const { properties } = await lookUp({ name: "planted-pg", waitForOnline: true });
    expect(properties).toMatchObject({ id: uuid, status: "online" });
    const named = "progress: database cluster named planted-pg: waiting until it is online: not found yet, ";
    expect(told.map((line) => line.startsWith(named))).toEqual([true, true, false, false, false, false]);
    expect(told.at(-1)).toContain(`database cluster ${uuid} (planted-pg): waiting until`);
  });

  it.each<[string, SimulatedAnswer, string]>([
    ["a gateway that fails", failing, "server_error"],
    ["broken connections", brokenConnection, "network_error"],
  ])("goes on after a 404 and %s, and reports it", async (_, trouble, code) => {
    answerNext(missing, ...times(3, trouble), missing);
    expect((await lookUp({ uuid, waitForOnline: true })).properties.status).toBe("online");
    const state = `not found yet, at the last look ${code}`;
    expect(told.map((line) => line.replace(/\d+ s of/, "… s of"))).toContain(
      progressOf(state, 0, 1800, "").replace(/\d+ s of/, "… s of"),
    );
  });

  it.each([409, 412, 423, 425])(
    "goes on after %i, by which the API says that the cluster is not ready",
    async (status) => {
      const notReady = errorReply(status, "planted_id", "planted");
      answerNext(notReady, notReady, made(), notReady);
      expect((await lookUp({ uuid, waitForOnline: true })).properties.status).toBe("online");
      const why = `at the last look ${status} planted_id`;
      expect(told[0]).toBe(progressOf(`not ready yet, ${why}`, 0, 1800, ""));
      expect(told.at(-1)).toBe(progressOf(`status creating, ${why}`, 7, 1800));
    },
  );

  it("goes on after a 404 without the API's body once the API has answered", async () => {
    answerNext(made(), { status: 404, body: "<html>" });
    expect((await lookUp({ uuid, waitForOnline: true })).properties.status).toBe("online");
  });

  it("fails after five minutes of 404, and says what that can mean", async () => {
    answerFromNowOn(missing);
    const error = await rejectionOf(lookUp({ uuid, waitForOnline: true }));
    expect(error).toMatchObject({
      ...{ code: "not_found", status: 404, id: "not_found", clusterUuid: uuid },
      attempts: api.requests.length,
    });
    expect(error.message).toContain(notFound);
    expect(error.message).toMatch(
      / It was asked for again for 300 s: it may not exist, or creation may take longer\. Then run `pulumi up` again later\. \(request [\w-]+\) \[not_found\]$/,
    );
    expect(leaksIn(error, [Emulator.token, "planted"])).toEqual([]);
  });

  it("fails after five minutes, if it has a name, and lists the names that exist", async () => {
    api.clusters = [databaseCluster("pg", { name: "audit" })];
    const error = await rejectionOf(lookUp({ name: "planted-pg", waitForOnline: true }));
    expect(error).toMatchObject({ code: "not_found", attempts: api.requests.length });
    expect(error.message).toContain(`it has audit (${uuid}). Check the name`);
    expect(error.message).toContain(" It was asked for again for 300 s");
  });

  it("fails after five minutes of 404 of a cluster that was there before, and says so", async () => {
    answerFromNowOn(made(), missing);
    const error = await rejectionOf(lookUp({ uuid, waitForOnline: true }));
    expect(error).toMatchObject({ code: "not_found", attempts: api.requests.length });
    expect(error.message).toMatch(
      / 300 s: it was there before \(status creating\), and may have been deleted\. \(request [\w-]+\) \[not_found\]$/,
    );
  });

  it("begins the five minutes anew each time the cluster is there", async () => {
    // From the sixth request on there are 30 s between two.
    answerNext(...times(10, missing), made(), ...times(9, missing), made(), ...times(9, missing));
    expect((await lookUp({ uuid, waitForOnline: true })).properties.status).toBe("online");
    expect(api.requests).toHaveLength(31);
  });

  it("fails sooner if its own time is shorter, and says how to wait longer", async () => {
    answerFromNowOn(missing);
    const error = await rejectionOf(lookUp({ uuid, waitForOnline: { timeoutSeconds: 4 } }));
    expect(error).toMatchObject({ code: "not_found", clusterUuid: uuid, attempts: api.requests.length });
    expect(error.message).toMatch(
      / It was asked for again for 4\.0 s: .*, or wait longer with `waitForOnline: \{ timeoutSeconds \}`: up to 300 s in this state\. \(request [\w-]+\) \[not_found\]$/,
    );
  });

  it("fails with not_online if the cluster is not ready until the end of its time", async () => {
    answerFromNowOn(errorReply(412, "precondition_failed", "planted"));
    const error = await rejectionOf(lookUp({ uuid, waitForOnline: { timeoutSeconds: 30 } }));
    expect(error).toMatchObject({ code: "not_online", clusterUuid: uuid });
    expect(error.message).toContain(
      `database cluster ${uuid}: it is not online after 30 s of waiting (not ready yet, at the last look 412 precondition_failed)`,
    );
  });

  it.each<[string, SimulatedAnswer, string]>([
    ["a wrong token", errorReply(401, "unauthorized", ""), "unauthorized"],
    ["a token without the scope", errorReply(403, "forbidden", ""), "forbidden"],
    ["a 404 of a proxy, without the API's body", { status: 404, body: "<html>" }, "not_found"],
    ["a 412 of a proxy, without the API's body", { status: 412, body: "<html>" }, "bad_request"],
    ["a 422", errorReply(422, "unprocessable_entity", ""), "bad_request"],
  ])("fails at once if its first answer is %s", async (_, answer, code) => {
    answerFromNowOn(answer);
    const error = await rejectionOf(lookUp({ uuid, waitForOnline: true }));
    expect(error).toMatchObject({ code, attempts: 1 });
    expect(told).toEqual([]);
  });

  it.each<[string, SimulatedAnswer]>([
    ["a 404 for the list, which means a wrong address", missing],
    [
      "two clusters of the name",
      { status: 200, body: { databases: [cluster, { ...cluster, id: uuid.replace("5a", "5b") }] } },
    ],
  ])("fails at once, if it has a name, after %s", async (_, answer) => {
    answerFromNowOn(answer);
    const error = await rejectionOf(lookUp({ name: "planted-pg", waitForOnline: true }));
    expect(error).toMatchObject({ attempts: 1 });
  });

  it("fails at once if its name is a UUID", async () => {
    const error = await rejectionOf(lookUp({ name: uuid, waitForOnline: true }));
    expect(error).toMatchObject({ code: "not_found", attempts: 1 });
    expect(error.message).toContain("This is a UUID: give it as `uuid`");
  });
});

describe("A lookup without waitForOnline of a cluster that the API does not know", () => {
  it.each([true, false])(
    "fails at once, says that the cluster may be new, and recommends a wait unless it is false (in a preview: %p)",
    async (isPreview) => {
      answerFromNowOn(missing);
      for (const waitForOnline of [undefined, false]) {
        const error = await rejectionOf(lookUp({ uuid, waitForOnline }, { isPreview, told }));
        expect(error).toMatchObject({ code: "not_found", status: 404, attempts: 1 });
        expect(error.message).toBe(
          `${notFound}Check the UUID against \`doctl databases list\`, and that the token from the argument token belongs ` +
            "to the cluster's team. If it is new, it may still be in creation: try again in some minutes. " +
            (waitForOnline === false ? "" : "With `waitForOnline: true` an update waits for it. ") +
            "(request 5a1e0000-0000-4000-8000-00000000e001) [not_found]",
        );
      }
      expect(told).toEqual([]);
    },
  );
});
