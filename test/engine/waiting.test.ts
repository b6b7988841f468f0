import { beingCreated, databaseCluster } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { clusterReply, errorReply } from "../../testing/emulator/routes";
import { createResourceProject, diagnosticsIn } from "./resourceProject";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

/** A secret that is known gets its `apply` run, and that tells of it. */
const program = `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster, getDatabaseCluster, getDatabaseClusterOutput } = require("pulumi-digitalocean-databases");
const config = new pulumi.Config();
const args = { uuid: config.require("databaseClusterUuid"), waitForOnline: config.getObject("wait") };
const doors = {
  "data function": () => getDatabaseClusterOutput(args),
  "promise of the data function": () => getDatabaseCluster(args),
  resource: () => new DatabaseCluster("database", args),
};
module.exports = async () => {
  const { region, status, uri } = await doors[config.require("door")]();
  uri.apply(() => pulumi.log.info("the URI is known"));
  return { region, status, uri };
};
`;

const cluster = databaseCluster("pg");
const notFound = errorReply(404, "not_found", "");
const being = clusterReply(beingCreated(cluster));
const waiting = `database cluster ${cluster.id} (planted-pg): waiting until it is online: status creating, 0 s of 1800 s`;

describeWithEngine("a cluster that is being made, with the real CLI", () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await Emulator.start({ clusters: [cluster] });
  });

  afterAll(async () => {
    await emulator.stop();
  });

  it.each(["data function", "promise of the data function", "resource"])(
    "%s: unknown in the preview, waited for in the update",
    async (door) => {
      const project = await createResourceProject("waiting", emulator, {
        program,
        config: { databaseClusterUuid: cluster.id, wait: "true", door },
      });

      emulator.behave();
      emulator.misbehave(being);
      const preview = await project.run("preview", "--diff");
      expect(preview.code).toBe(0);
      expect(preview.printed).toMatch(/region: "nyc3"\n\s+status: "creating"\n\s+uri {3}: \[secret\]/);
      expect(preview.printed).not.toContain("the URI is known");
      expect(preview.printed).not.toContain("waiting until");
      expect(emulator.requests).toHaveLength(1);

      emulator.behave();
      emulator.misbehaveNext(being, being);
      const update = await project.run("up", "--yes", "--skip-preview");
      expect(update.code).toBe(0);
      expect(update.printed).toContain("the URI is known");
      expect(update.printed).toContain(waiting);
      expect(emulator.requests).toHaveLength(3);
      // The function's line replaces itself and is gone at the end; the host has but standard error.
      expect(JSON.stringify(diagnosticsIn(update.printed)).includes("waiting until")).toBe(
        door === "resource",
      );

      const outputs = await project.stack.outputs();
      expect(outputs).toEqual({
        region: { value: "nyc3", secret: false },
        status: { value: "online", secret: false },
        uri: { value: (cluster["connection"] as Connection).uri, secret: true },
      });
      // Nothing of the wait is left in what later runs compare.
      for (const args of [["up", "--yes"], ["refresh", "--yes"], ["preview"]]) {
        const { code, printed } = await project.run(...args);
        expect([
          args,
          code,
          /\d unchanged/.test(printed),
          /[~+-] /.test(printed.replace(/.*refreshing.*/g, "")),
        ]).toEqual([args, 0, true, false]);
      }
      await project.remove();
    },
  );

  it.each(["data function", "resource"])(
    "%s: one that is not found yet is unknown in the preview and waited for in the update, by one command",
    async (door) => {
      const project = await createResourceProject("not-found-yet", emulator, {
        program,
        config: { databaseClusterUuid: cluster.id, wait: "true", door },
      });
      emulator.behave();
      // The preview has the first answer.
      emulator.misbehaveNext(notFound, notFound, notFound, being);
      const { code, printed } = await project.run("up", "--yes");
      expect(code).toBe(0);
      expect(printed).toContain("The preview goes on without it; the update will wait for it.");
      expect(printed).toContain(
        `database cluster ${cluster.id}: waiting until it is online: not found yet, 0 s of 300 s`,
      );
      expect(printed.match(/the URI is known/g)?.length).toBeGreaterThan(0);
      expect(emulator.requests).toHaveLength(5);
      expect((await project.stack.outputs())["status"]).toEqual({ value: "online", secret: false });
      await project.remove();
    },
  );

  it("promise of the data function: one that is not found yet fails in the preview, and says what to do", async () => {
    const project = await createResourceProject("not-found-yet-promise", emulator, {
      program,
      config: { databaseClusterUuid: cluster.id, wait: "true", door: "promise of the data function" },
    });
    emulator.behave();
    emulator.misbehaveNext(notFound, notFound, being);
    const preview = await project.run("preview");
    expect(preview.code).not.toBe(0);
    expect(preview.printed).toContain(
      "use getDatabaseClusterOutput, whose properties are unknown in the preview, or",
    );
    const update = await project.run("up", "--yes", "--skip-preview");
    expect(update.code).toBe(0);
    expect(emulator.requests).toHaveLength(4);
    await project.remove();
  });

  describe("in vain", () => {
    let project: Project;

    beforeAll(async () => {
      project = await createResourceProject("waiting-in-vain", emulator, {
        program,
        config: { databaseClusterUuid: cluster.id, wait: '{"timeoutSeconds":0.5}', door: "resource" },
      });
    });

    beforeEach(() => {
      emulator.behave();
      emulator.misbehave(being);
    });

    afterAll(async () => {
      await project.remove();
    });

    it.each(["data function", "resource"])("%s: fails at its deadline, in one line", async (door) => {
      await project.stack.setConfig("door", { value: door });
      await project.stack.setConfig("wait", { value: '{"timeoutSeconds":0.5}' });
      const { code, printed } = await project.run("up", "--yes", "--skip-preview");
      expect(code).not.toBe(0);
      expect(printed).toContain(
        `database cluster ${cluster.id} (planted-pg): it is not online after 0.5 s of waiting (status creating). `,
      );
      expect(printed).not.toMatch(/^\s+at /m);
    });

    it.each(["data function", "resource"])(
      "%s that is not to wait: fails at once, in a preview, too",
      async (door) => {
        await project.stack.setConfig("door", { value: door });
        await project.stack.setConfig("wait", { value: "false" });
        for (const args of [["preview"], ["up", "--yes", "--skip-preview"]]) {
          emulator.requests.length = 0;
          const { code, printed } = await project.run(...args);
          expect(code).not.toBe(0);
          expect(printed).toContain("it is not online yet (status creating)");
          expect(emulator.requests).toHaveLength(1);
        }
      },
    );
  });

  it.each(["data function", "resource"])(
    "%s of one that is being resized: answers, with a warning",
    async (door) => {
      emulator.behave();
      emulator.misbehave(clusterReply(databaseCluster("pg", { status: "resizing" })));
      const project = await createResourceProject("resizing", emulator, {
        program,
        config: { databaseClusterUuid: cluster.id, wait: "false", door },
      });
      const { code, printed } = await project.run("up", "--yes", "--skip-preview");
      expect(code).toBe(0);
      expect(printed).toContain("the URI is known");
      expect(printed).toMatch(/warning: database cluster .* it is being resized \(status resizing\)/);
      await project.remove();
    },
  );
});
