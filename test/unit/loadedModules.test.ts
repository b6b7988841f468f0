import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

const root = resolve(__dirname, "../..");

const uuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

/** What a program of plain Node loads of axios. */
function axiosFilesLoadedBy(program: string): string[] {
  const script = `
    const pulumi = require("@pulumi/pulumi");
    const databases = require("./dist/index.js");
    const outputs = { databaseClusterEngine: "pg", databaseClusterUri: "postgresql://x" };
    const mocks = {
      newResource: ({ id, inputs }) => ({ id, state: { ...inputs, outputs, secretOutputNames: [] } }),
      call: () => ({ uri: "postgresql://x" }),
    };
    (async () => {
      ${program}
      print();
    })();`;
  return filesLoadedBy(script).filter((file) => /node_modules.axios./.test(file));
}

/** The files that a program has loaded when it calls `print`. A child process: Jest has a module registry of its own. */
function filesLoadedBy(program: string): string[] {
  if (!existsSync(resolve(root, "dist/index.js"))) {
    throw new Error("there is no dist: run `npm run build` first");
  }
  const script = `
    const print = () => process.stdout.write("\\n" + JSON.stringify(Object.keys(require.cache)));
    ${program}`;
  const printed = execFileSync(process.execPath, ["-e", script], {
    cwd: root,
    encoding: "utf8",
    timeout: 60_000,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(printed.trimEnd().split("\n").at(-1) ?? "") as string[];
}

it("reading a cluster from another stack loads no HTTP client", () => {
  const program = `
    await pulumi.runtime.setMocks(mocks);
    const cluster = databases.databaseClusterFromStack("organization/databases/production");
    if ((await cluster.uri.promise()) !== "postgresql://x") throw new Error("not read");
    await databases.stackOutputs(cluster).databaseClusterUri.promise();`;
  expect(axiosFilesLoadedBy(program)).toEqual([]);
}, 60_000);

it("neither does a lookup under the mocks of a unit test", () => {
  const program = `
    await pulumi.runtime.setMocks(mocks);
    const cluster = databases.getDatabaseClusterOutput({ uuid: "${uuid}" });
    if ((await cluster.uri.promise()) !== "postgresql://x") throw new Error("not mocked");`;
  expect(axiosFilesLoadedBy(program)).toEqual([]);
}, 60_000);

it("a lookup does: the search finds it", () => {
  const program = `
    const args = { uuid: "${uuid}", token: "t", apiEndpoint: "ftp://none" };
    await databases.getDatabaseCluster(args).catch(() => undefined);`;
  expect(axiosFilesLoadedBy(program)).not.toEqual([]);
}, 60_000);
