import { beingCreated, databaseCluster } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { clusterReply, errorReply } from "../../testing/emulator/routes";
import type { Reply } from "../../testing/emulator/routes";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { createResourceProject, diagnosticsIn } from "./resourceProject";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

/** A cluster for each way of looking one up, so that their requests can be told apart. */
const clusterOf = {
  function: databaseCluster("pg", { id: "5a1e0000-0000-4000-8000-000000000201" }),
  promise: databaseCluster("pg", { id: "5a1e0000-0000-4000-8000-000000000202" }),
  resource: databaseCluster("pg", { id: "5a1e0000-0000-4000-8000-000000000203" }),
};
type Way = keyof typeof clusterOf;

/** Looks up in the ways of the config. A known secret has its `apply` run, which logs that. */
const program = `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster, getDatabaseCluster, getDatabaseClusterOutput } = require("pulumi-digitalocean-databases");
const config = new pulumi.Config();
const uuids = ${JSON.stringify(Object.fromEntries(Object.entries(clusterOf).map(([way, { id }]) => [way, id])))};
const ways = {
  function: getDatabaseClusterOutput,
  promise: getDatabaseCluster,
  resource: (args) => new DatabaseCluster("database", args),
};
module.exports = async () => {
  const outputs = {};
  const begun = config.requireObject("ways").map((way) => [
    way,
    ways[way]({ uuid: uuids[way], waitForOnline: config.getObject("wait") }),
  ]);
  for (const [way, found] of begun) {
    const { region, status, uri } = await found;
    uri.apply(() => pulumi.log.info("the URI is known to the " + way));
    Object.assign(outputs, { [way + "Region"]: region, [way + "Status"]: status, [way + "Uri"]: uri });
  }
  return outputs;
};
`;

const notFound = errorReply(404, "not_found", "");

describeWithEngine("waitForOnline", () => {
  const emulator = useEmulator({ clusters: Object.values(clusterOf) });

  /** Gives these answers about each cluster before the right one. */
  function answerFirst(ways: readonly Way[], answersOf: (way: Way) => Reply[]): void {
    emulator.behave();
    const left = new Map(ways.map((way) => [clusterOf[way].id, answersOf(way)]));
    emulator.misbehave((request, response) => {
      const id = request.url?.split("/").at(-1) ?? "";
      emulator.answer(request, response, left.get(id)?.shift());
    });
  }

  const being = (way: Way): Reply => clusterReply(beingCreated(clusterOf[way]));

  function create(name: string, ways: readonly Way[], wait: string): Project {
    return createResourceProject(name, emulator, { program, config: { ways: JSON.stringify(ways), wait } });
  }

  /** How often the API was asked for the cluster of each of these ways. */
  function requestsOf(ways: readonly Way[]): number[] {
    return ways.map((way) => emulator.requests.filter(({ path }) => path.endsWith(clusterOf[way].id)).length);
  }

  describe("for a cluster that is being created", () => {
    const ways = ["function", "promise", "resource"] as const;
    let project: Project;

    beforeAll(() => {
      project = create("waiting", ways, "true");
    });

    it("leaves its connection unknown in a preview, with one request", async () => {
      answerFirst(ways, (way) => [being(way)]);
      const { code, printed } = await project.run("preview", "--diff");
      expect(code).toBe(0);
      for (const way of ways) {
        expect(printed).toMatch(new RegExp(`${way}Region *: "nyc3"`));
        expect(printed).toMatch(new RegExp(`${way}Status *: "creating"`));
        expect(printed).toMatch(new RegExp(`${way}Uri *: \\[secret\\]`));
      }
      expect(printed).not.toMatch(/the URI is known|waiting until/);
      expect(requestsOf(ways)).toEqual([1, 1, 1]);
    });

    it("waits in an update, shows that, and has the values in the end", async () => {
      answerFirst(ways, (way) => [being(way), being(way)]);
      const { outputs, printed } = await project.up();
      const shownAtTheEnd = JSON.stringify(diagnosticsIn(printed));
      for (const way of ways) {
        const { id, connection } = clusterOf[way];
        const waiting = `database cluster ${id} (planted-pg): waiting until it is online: status creating, 0 s of 1800 s`;
        expect(printed).toContain(waiting);
        expect(printed).toContain(`the URI is known to the ${way}`);
        // The function's line replaces itself and is gone at the end. The host can only print to standard error.
        expect([way, shownAtTheEnd.includes(`${id} (planted-pg): waiting`)]).toEqual([
          way,
          way === "resource",
        ]);
        expect(outputs).toMatchObject({
          [`${way}Region`]: { value: "nyc3", secret: false },
          [`${way}Status`]: { value: "online", secret: false },
          [`${way}Uri`]: { value: (connection as Connection).uri, secret: true },
        });
      }
      expect(requestsOf(ways)).toEqual([3, 3, 3]);
    });

    it.each([
      ["up", "--yes"],
      ["refresh", "--yes", "--skip-preview"],
    ])("leaves nothing that a later %s would change", async (...args) => {
      const { code, printed } = await project.run(...args);
      expect([code, printed]).toEqual([0, expect.stringMatching(/\d unchanged/)]);
      expect(printed.replace(/.*refreshing.*/g, "")).not.toMatch(/[~+-] /);
    });
  });

  describe("for a cluster that is not found yet", () => {
    it("leaves it unknown in the preview and waits in the update of the same command", async () => {
      const ways = ["function", "resource"] as const;
      const project = create("not-found-yet", ways, "true");
      // The preview has the first answer.
      answerFirst(ways, (way) => [notFound, notFound, notFound, being(way)]);
      const { code, printed } = await project.run("up", "--yes");
      expect([code, printed]).toEqual([0, printed]);
      const outputs = project.outputs();
      for (const way of ways) {
        const { id } = clusterOf[way];
        expect(printed).toMatch(
          new RegExp(`${id}.* An update waits for it; a preview goes on without it\\.`),
        );
        expect(printed).toContain(
          `database cluster ${id}: waiting until it is online: not found yet, 0 s of 300 s`,
        );
        expect(printed).toContain(`the URI is known to the ${way}`);
        expect(outputs[`${way}Status`]).toEqual({ value: "online", secret: false });
      }
      expect(requestsOf(ways)).toEqual([5, 5]);
    });

    it("fails in a preview with what to do if the data function returns a promise, and waits in an update", async () => {
      const project = create("not-found-yet-promise", ["promise"], "true");
      answerFirst(["promise"], () => [notFound, notFound, being("promise")]);
      const preview = await project.run("preview");
      expect(preview.code).not.toBe(0);
      expect(preview.printed).toContain(
        "use getDatabaseClusterOutput, whose properties are unknown in the preview, or",
      );
      await project.up();
      expect(requestsOf(["promise"])).toEqual([4]);
    });
  });

  describe("for a cluster that stays in creation", () => {
    let project: Project;

    beforeAll(() => {
      project = create("waiting-in-vain", [], "false");
    });

    async function fail(way: Way, wait: string, ...args: string[]): Promise<string> {
      project.setConfig("ways", JSON.stringify([way]));
      project.setConfig("wait", wait);
      emulator.behave();
      emulator.misbehave(being(way));
      const { code, printed } = await project.run(...args);
      expect(code).not.toBe(0);
      return printed;
    }

    it.each(["function", "resource"] as const)(
      "fails in one line at its limit if the %s waits",
      async (way) => {
        const printed = await fail(way, '{"timeoutSeconds":0.5}', "up", "--yes", "--skip-preview");
        expect(printed).toContain(
          `database cluster ${clusterOf[way].id} (planted-pg): it is not online after 0.5 s of waiting (status creating). `,
        );
        expect(printed).not.toMatch(/^\s+at /m);
      },
    );

    it.each(["function", "resource"] as const)(
      "fails at the first answer in a preview and an update if the %s does not wait",
      async (way) => {
        for (const args of [["preview"], ["up", "--yes", "--skip-preview"]]) {
          const printed = await fail(way, "false", ...args);
          expect(printed).toContain("it is not online yet (status creating)");
          expect(emulator.requests).toHaveLength(1);
        }
      },
    );
  });

  it("is not needed for a cluster that is being resized, which is read with a warning", async () => {
    const ways = ["function", "resource"] as const;
    const project = create("resizing", ways, "false");
    answerFirst(ways, (way) => [clusterReply({ ...clusterOf[way], status: "resizing" })]);
    const { printed } = await project.up();
    for (const way of ways) {
      expect(printed).toContain(`the URI is known to the ${way}`);
      expect(printed).toMatch(
        new RegExp(
          `warning: database cluster ${clusterOf[way].id} .*it is being resized \\(status resizing\\)`,
        ),
      );
    }
  });
});
