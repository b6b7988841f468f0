import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

const root = resolve(__dirname, "../../..");

/** What one failing Output of the SDK leaves, if a test expects its failure. */
const atMost = 4;

/**
 * How many rejections nobody handled in a program that expects failures, under the mocks of a unit test. In a process of
 * its own: Jest fails a test that has any.
 */
function unhandledIn(program: string): number {
  if (!existsSync(resolve(root, "dist/index.js"))) {
    throw new Error("there is no dist: run `npm run build` first");
  }
  const script = `
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
    (async () => {
      await pulumi.runtime.setMocks(failing);
      ${program}
      await new Promise((resolve) => setTimeout(resolve, 400));
      process.stdout.write("\\n" + String(unhandled));
    })();`;
  const printed = execFileSync(process.execPath, ["-e", script], {
    cwd: root,
    encoding: "utf8",
    timeout: 60_000,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return Number(printed.trimEnd().split("\n").at(-1));
}

const cluster = `const cluster = ours.getDatabaseClusterOutput({ uuid });`;
const programs: readonly (readonly [string, string])[] = [
  ["the SDK alone", `await expectFailure(pulumi.output(Promise.reject(new Error("planted"))));`],
  ["a lookup of which nothing is read", cluster],
  ["a secret property", `${cluster} await expectFailure(cluster.uri);`],
  ["a readable property", `${cluster} await expectFailure(cluster.region);`],
  ["a property that is read later", `${cluster} await null; await expectFailure(cluster.password);`],
  ["a connection", `${cluster} await expectFailure(ours.connectionFor(cluster).uri);`],
  [
    "a connection as another user",
    `${cluster} await expectFailure(ours.connectionFor(cluster, { user: "app" }).uri);`,
  ],
  ["an environment", `${cluster} await expectFailure(ours.connectionEnv(ours.connectionFor(cluster)));`],
  ["a stack output", `${cluster} await expectFailure(ours.stackOutputs(cluster).databaseClusterUri);`],
  [
    "a secret property from another stack",
    `await expectFailure(ours.databaseClusterFromStack("organization/databases/production").uri);`,
  ],
  [
    "a readable property from another stack",
    `await expectFailure(ours.databaseClusterFromStack("organization/databases/production").region);`,
  ],
];

it.each(programs)(
  "one failure that a test expects leaves no more unhandled rejections than the SDK's Outputs do: %s",
  (_, program) => {
    expect(unhandledIn(program)).toBeLessThanOrEqual(atMost);
  },
  60_000,
);

it("a failing lookup in the Promise form leaves none", () => {
  expect(unhandledIn(`await ours.getDatabaseCluster({ uuid }).then(() => undefined, () => undefined);`)).toBe(
    0,
  );
}, 60_000);
