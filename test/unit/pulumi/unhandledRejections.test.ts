import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(__dirname, "../../..");

const cluster = `const cluster = ours.getDatabaseClusterOutput({ uuid });`;
const fromStack = `ours.databaseClusterFromStack("organization/databases/production")`;

/** Programs that each expect one failure. */
const programs = {
  "an Output of the SDK alone": `await expectFailure(pulumi.output(Promise.reject(new Error("planted"))));`,
  "a lookup of which nothing is read": cluster,
  "a secret property": `${cluster} await expectFailure(cluster.uri);`,
  "a public property": `${cluster} await expectFailure(cluster.region);`,
  "a property that is read later": `${cluster} await null; await expectFailure(cluster.password);`,
  "a connection": `${cluster} await expectFailure(ours.connectionFor(cluster).uri);`,
  "a connection as another user": `${cluster} await expectFailure(ours.connectionFor(cluster, { user: "app" }).uri);`,
  "an environment": `${cluster} await expectFailure(ours.connectionEnv(ours.connectionFor(cluster)));`,
  "a stack output": `${cluster} await expectFailure(ours.stackOutputs(cluster).databaseClusterUri);`,
  "a secret property from another stack": `await expectFailure(${fromStack}.uri);`,
  "a public property from another stack": `await expectFailure(${fromStack}.region);`,
  "a lookup in the Promise form": `await ours.getDatabaseCluster({ uuid }).then(() => undefined, () => undefined);`,
};

/**
 * How many unhandled rejections each program has under the mocks of a unit test, one after the other. They run in a process
 * of their own, because Jest fails a test that has any.
 */
async function unhandledRejections(): Promise<Partial<Record<keyof typeof programs, number>>> {
  if (!existsSync(resolve(root, "dist/index.js"))) {
    throw new Error("there is no dist: run `npm run build` first");
  }
  const script = `
    // The moment after which an Output fails is some turns of the event loop here, and not a tenth of a second.
    const turns = async (count) => {
      for (let turn = 0; turn < count; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    require("node:timers/promises").setTimeout = () => turns(50);
    const pulumi = require("@pulumi/pulumi");
    const ours = require("./dist/index.js");
    let unhandled = 0;
    process.on("unhandledRejection", () => { unhandled += 1; });
    const failing = {
      newResource: ({ type, id, inputs }) => {
        if (type === "pulumi:pulumi:StackReference") return { id, state: { ...inputs, outputs: {} } };
        return { id, state: inputs };
      },
      call: () => { throw new Error("planted"); },
    };
    const expectFailure = (output) =>
      output.promise().then(() => { throw new Error("it did not fail"); }, () => undefined);
    const uuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";
    const programs = {
      ${Object.entries(programs)
        .map(([name, program]) => `${JSON.stringify(name)}: async () => { ${program} },`)
        .join("\n")}
    };
    (async () => {
      const counts = {};
      for (const [name, program] of Object.entries(programs)) {
        await pulumi.runtime.setMocks(failing);
        unhandled = 0;
        await program();
        await turns(500);
        counts[name] = unhandled;
      }
      process.stdout.write("\\n" + JSON.stringify(counts));
    })();`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { cwd: root });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Awaited<
    ReturnType<typeof unhandledRejections>
  >;
}

describe("The failure that a unit test expects of", () => {
  let counts: Awaited<ReturnType<typeof unhandledRejections>>;
  beforeAll(async () => {
    counts = await unhandledRejections();
  }, 60_000);

  it.each(Object.keys(programs).slice(1, -1) as (keyof typeof programs)[])(
    "%s leaves no more unhandled rejections than that of the SDK's own Output",
    (name) => {
      expect(counts[name]).toBeLessThanOrEqual(counts["an Output of the SDK alone"] ?? 0);
    },
  );

  it("a lookup in the Promise form leaves no unhandled rejection", () => {
    expect(counts["a lookup in the Promise form"]).toBe(0);
  });
});
