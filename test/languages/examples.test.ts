import { appendFileSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { databaseCluster, plantedPassword } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { snippetsIn } from "../docs/snippets";
import { backendText, rootFolder } from "../engine/workspace";
import type { Project } from "../engine/workspace";
import type { Language } from "./globalSetup";
import { createExample, describeWith, pluginFolder } from "./programs";

const languages: readonly Language[] = ["yaml", "python", "go"];
const cluster = databaseCluster("pg");
const emulator = useEmulator({ clusters: [cluster] });
const config = { databaseClusterUuid: cluster.id, applicationUser: "app", applicationDatabase: "orders" };
const [password, host] = [plantedPassword("pg-app"), "private-planted-pg-do-user-1-0.db.example.com"];
const secrets = [password, encodeURIComponent(password), plantedPassword("pg"), host, Emulator.token];

describe.each(languages)("the example plugin-%s", (language) => {
  describeWith(language, "with the plugin", () => {
    let project: Project;
    beforeAll(() => {
      const environment = { PULUMI_DEBUG_COMMANDS: "true" };
      project = createExample(language, emulator, { config, environment });
    });

    it("exports one user's connection as a secret, and readable facts of the cluster", async () => {
      const { outputs } = await project.up();
      const uri = `postgresql://app:${encodeURIComponent(password)}@${host}:25060/orders?sslmode=require`;
      expect(outputs).toEqual({
        databaseUri: { value: uri, secret: true },
        databaseEnvironment: {
          value: {
            ...{ PGHOST: host, PGPORT: "25060", PGUSER: "app", PGPASSWORD: password, PGSSLMODE: "require" },
            ...{ PGDATABASE: "orders", DATABASE_URL: uri },
          },
          secret: true,
        },
        databaseEngine: { value: "pg", secret: false },
        databaseVersion: { value: "17", secret: false },
        databaseRegion: { value: "nyc3", secret: false },
      });
      const stored = backendText();
      expect(stored).toContain('"ciphertext"');
      expect(secrets.filter((text) => stored.includes(text))).toEqual([]);
    });

    // docs/secrets.md says so. If a newer Pulumi shows something else, the page must be corrected.
    it("shows no secret in Pulumi's own debug logs, except for those with all traffic", async () => {
      const [events, trace] = [join(project.folder, "events"), join(project.folder, "trace")];
      const args = ["--debug", "-v=9", "--logtostderr", `--event-log=${events}`];
      const { code, printed } = await project.run("preview", ...args);
      expect(code).toBe(0);
      for (const log of [printed, readFileSync(events, "utf8")]) {
        const found = ["::application", ...secrets].filter((text) => log.includes(text));
        expect(found).toEqual(["::application"]);
      }
      await project.run("preview", "--tracing", `file:${trace}`);
      expect(readFileSync(trace, "latin1")).toContain(Emulator.token);
    });
  });
});

describeWith("yaml", "a token that is set without --secret", () => {
  it("is encrypted in the state, and readable in the history, as docs/other-languages.md says", async () => {
    const token = `dop_v1_${"fedcba9876543210".repeat(4)}`;
    emulator.allow(token);
    const project = createExample("yaml", emulator, { config });
    project.removeConfig("digitalocean-databases:token");
    project.setConfig("digitalocean-databases:token", token);
    await project.up();
    expect(JSON.stringify(project.decryptedState())).toContain(token);
    expect(JSON.stringify(project.state())).not.toContain(token);
    expect(backendText()).toContain(token);
  });
});

describeWith(
  "yaml",
  "a program whose Pulumi.yaml names the folder of the plugin, as docs/other-languages.md says",
  () => {
    it("needs no installation", async () => {
      const [block] = snippetsIn("docs/other-languages.md", "yaml").filter(({ comment }) =>
        comment?.includes("examples.test.ts"),
      );
      const environment = {
        PULUMI_HOME: mkdtempSync(join(rootFolder(), "home-")),
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      };
      const project = createExample("yaml", emulator, { config, environment });
      expect((await project.run("preview")).code).not.toBe(0);
      appendFileSync(join(project.folder, "Pulumi.yaml"), block?.text ?? "");
      symlinkSync(pluginFolder(), join(project.folder, "plugin"));
      const { outputs } = await project.up();
      expect(outputs["databaseRegion"]).toEqual({ value: "nyc3", secret: false });
    });
  },
);
