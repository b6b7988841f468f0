import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { snippets, snippetsIn } from "../docs/snippets";
import { describeWithEngine, Project } from "./workspace";

describeWithEngine("the README's quick start, word by word", () => {
  let emulator: Emulator;
  let project: Project;

  beforeAll(async () => {
    emulator = await Emulator.start({
      clusters: [databaseCluster("pg", { id: "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30" })],
    });
    project = await Project.create("quick-start", { from: "examples/producer" });
    await project.stack.setConfig("digitalocean:apiEndpoint", { value: emulator.url });
  });

  afterAll(async () => {
    await project.remove();
    await emulator.stop();
  });

  it("takes the commands it shows", async () => {
    const [commands] = snippetsIn("README.md", "sh");
    const lines = commands?.text.trim().split("\n") ?? [];
    // The package is installed already, packed from here.
    expect(lines.shift()).toBe("npm install pulumi-digitalocean-databases");
    for (const line of lines) {
      const [program, ...args] = line.split(" ");
      expect(program).toBe("pulumi");
      const { code, printed } = await project.runWith(line.includes("token") ? Emulator.token : "", ...args);
      expect([line, code, printed]).toEqual([line, 0, expect.anything()]);
    }
  });

  it("prints what it shows", async () => {
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
});
