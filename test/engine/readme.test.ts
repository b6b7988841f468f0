import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { snippets, snippetsIn } from "../docs/snippets";
import { describeWithEngine, Project } from "./workspace";

describeWithEngine("the quick start of the README", () => {
  const emulator = useEmulator({
    clusters: [databaseCluster("pg", { id: "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30" })],
  });
  let project: Project;

  beforeAll(() => {
    project = Project.create("quick-start", { from: "examples/producer" });
    project.setConfig("digitalocean:apiEndpoint", emulator.url);
  });
  it("has commands that work", async () => {
    const [commands] = snippetsIn("README.md", "sh");
    const lines = commands?.text.trim().split("\n") ?? [];
    // The package is installed already.
    expect(lines.shift()).toBe("npm install pulumi-digitalocean-databases");
    for (const line of lines) {
      const [program, ...args] = line.split(" ");
      expect(program).toBe("pulumi");
      const { code, printed } = await project.runWith(line.includes("token") ? Emulator.token : "", ...args);
      expect([line, code, printed]).toEqual([line, 0, expect.anything()]);
    }
  });

  it("shows what pulumi up prints", async () => {
    const shown =
      snippets
        .find(({ comment }) => comment === "printed by pulumi up")
        ?.text.trim()
        .split("\n") ?? [];
    const { code, printed } = await project.run("up", "--yes", "--skip-preview");
    expect(code).toBe(0);
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.filter((line) => !printed.includes(line))).toEqual([]);
  });

  it("shows the error that a preview without a token ends with", async () => {
    const shown =
      snippets.find(({ comment }) => comment?.startsWith("printed by pulumi preview"))?.text ?? "";
    const withoutToken = Project.create("no-token", {
      from: "examples/producer",
      config: { databaseClusterUuid: "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30" },
    });
    const { code, printed } = await withoutToken.run("preview");
    expect(code).not.toBe(0);
    expect(shown).toContain("[missing_token]");
    expect(printed).toContain(shown.trim().replace("\n", " "));
  });
});
