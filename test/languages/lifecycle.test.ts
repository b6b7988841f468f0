import { databaseCluster, databaseConnection } from "../../testing/emulator/clusters";
import type { Cluster, Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { backendText } from "../engine/workspace";
import type { Project } from "../engine/workspace";
import type { Language } from "./globalSetup";
import { createProgram, describeWith, everything } from "./programs";

const languages: readonly (readonly [Language, string])[] = [
  ["yaml", "YAML"],
  ["python", "Python"],
  ["go", "Go"],
];

describe.each(languages)("a program with the plugin, %s:", (language, title) => {
  describeWith(language, `in ${title}`, () => {
    const cluster: Cluster = databaseCluster("pg");
    const emulator = useEmulator({ clusters: [cluster] });
    const printedByAll: string[] = [];
    let project: Project;
    let passwords: string[];

    beforeAll(() => {
      project = createProgram(language, `plugin-${language}`, emulator, everything[language], {
        config: { uuid: cluster.id },
      });
      passwords = [(cluster["connection"] as Connection).password];
    });

    /** Runs the CLI, which must succeed. */
    async function run(...args: string[]): Promise<string> {
      const { code, printed } = await project.run(...args);
      printedByAll.push(printed);
      expect([code, code === 0 ? "" : printed]).toEqual([0, ""]);
      return printed;
    }

    function rotatePassword(password: string): void {
      passwords.push(password);
      cluster["connection"] = databaseConnection("pg", {
        ...(cluster["connection"] as Connection),
        password,
      });
      cluster["private_connection"] = databaseConnection("pg", {
        ...(cluster["private_connection"] as Connection),
        password,
      });
    }

    function expectOutputs(password: string): void {
      const { host } = cluster["private_connection"] as Connection;
      const escaped = encodeURIComponent(password).replaceAll("'", "%27");
      expect(project.outputs()).toMatchObject({
        gotPassword: { value: password, secret: true },
        madePassword: { value: password, secret: true },
        region: { value: "nyc3", secret: false },
        tags: { value: ["production", "team:payments"], secret: false },
        nodes: { value: 3, secret: false },
        environment: { value: { PGHOST: host, PGPASSWORD: password, PGDATABASE: "orders" }, secret: true },
      });
      const uri = project.outputs()["uri"];
      expect(uri?.secret).toBe(true);
      expect(String(uri?.value).replaceAll("'", "%27")).toContain(`:${escaped}@${host}:`);
    }

    it("has the values in the first preview, and stores nothing in it", async () => {
      const printed = await run("preview", "--diff");
      expect(printed).toMatch(/region +: "nyc3"/);
      expect(printed).toMatch(/uri +: \[secret\]/);
      expect(printed).toMatch(/> digitalocean-databases:index:DatabaseCluster: \(read\)/);
      expect(JSON.stringify(project.state())).not.toContain("digitalocean-databases:index");
    });

    it("exports the values of the cluster, the secret ones as secrets", async () => {
      await run("up", "--yes", "--skip-preview");
      expectOutputs(passwords[0] as string);
    });

    it("changes nothing in a second update, with one request for each lookup", async () => {
      const before = emulator.requests.length;
      const printed = await run("up", "--yes", "--skip-preview");
      expect(printed).toMatch(/Resources:\n +3 unchanged\n/);
      // The two resources, the connection and the list for the name; equal ones may be shared.
      expect(emulator.requests.length - before).toBeLessThanOrEqual(4);
    });

    it("has a rotated password after the next update", async () => {
      rotatePassword("AVNS_rotated/planted");
      expect(await run("preview")).toMatch(/~ 2 to update/);
      await run("up", "--yes", "--skip-preview");
      expectOutputs("AVNS_rotated/planted");
    });

    it("looks up with a rotated token in the next update", async () => {
      const rotated = `dop_v1_${"fedcba9876543210".repeat(4)}`;
      emulator.allow(rotated);
      emulator.tokens.delete(Emulator.token);
      project.setConfig("digitalocean-databases:token", rotated, { secret: true });
      const printed = await run("up", "--yes", "--skip-preview");
      expect(printed).toMatch(/3 unchanged/);
      expectOutputs("AVNS_rotated/planted");
    });

    it("has a password that was rotated before a refresh", async () => {
      rotatePassword("AVNS_refreshed+planted");
      await run("refresh", "--yes", "--skip-preview");
      await run("up", "--yes", "--skip-preview");
      expectOutputs("AVNS_refreshed+planted");
    });

    it("is dropped by a refresh if the cluster is gone, and the next update says so in one line", async () => {
      emulator.state.clusters.length = 0;
      await run("refresh", "--yes", "--skip-preview");
      expect(JSON.stringify(project.state())).not.toContain("digitalocean-databases:index:Database");
      const { code, printed } = await project.run("up", "--yes", "--skip-preview");
      printedByAll.push(printed);
      expect(code).not.toBe(0);
      const lines = printed.match(/database cluster.*\[not_found\]$/gm) ?? [];
      expect(lines.length).toBeGreaterThan(0);
      emulator.state.clusters.push(cluster);
    });

    it("is destroyed without a request", async () => {
      await run("up", "--yes", "--skip-preview");
      const before = emulator.requests.length;
      expect(await run("destroy", "--yes", "--skip-preview")).toMatch(/- \d deleted/);
      expect(emulator.requests).toHaveLength(before);
    });

    it("leaves no secret in the printed lines, the state and the history", () => {
      const texts = [printedByAll.join("\n"), backendText()].join("\n");
      const { host } = cluster["connection"] as Connection;
      // They are read.
      expect(texts).toContain('"ciphertext"');
      const planted = [
        ...passwords,
        ...passwords.map(encodeURIComponent),
        Emulator.token,
        host,
        "planted-user",
      ];
      expect(planted.filter((text) => texts.includes(text))).toEqual([]);
    });
  });
});
