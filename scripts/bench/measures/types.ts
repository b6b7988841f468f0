// Measures what the package's types cost a TypeScript program.
import { figureBeside } from "../../../testing/figures/figure";
import type { Figure } from "../../../testing/figures/figure";
import { sampleInTurn } from "../../../testing/figures/samples";
import type { BenchContext } from "../context";

const tsconfig = JSON.stringify({
  compilerOptions: { target: "es2022", module: "commonjs", strict: true, skipLibCheck: true, noEmit: true },
  files: ["index.ts"],
});

const programs = {
  alone: `import * as pulumi from "@pulumi/pulumi";
export const uri = pulumi.secret("uri");
`,
  ours: `import * as pulumi from "@pulumi/pulumi";
import { getDatabaseClusterOutput } from "pulumi-digitalocean-databases";
export const uri = process.env.NEVER ? getDatabaseClusterOutput({ uuid: "uuid" }).uri : pulumi.secret("uri");
`,
};

export async function types(context: BenchContext, rounds: number): Promise<Figure[]> {
  const folders = Object.fromEntries(
    Object.entries(programs).map(([name, text]) => [
      name,
      context.project(`types-${name}`, { "index.ts": text, "tsconfig.json": tsconfig }),
    ]),
  ) as Record<keyof typeof programs, string>;
  const seconds =
    (folder: string, ...args: string[]) =>
    (): Promise<number> =>
      context.seconds(process.execPath, args, folder);
  const compiler = "../node_modules/typescript/bin/tsc";
  const checked = await sampleInTurn(rounds, {
    ours: seconds(folders.ours, compiler),
    alone: seconds(folders.alone, compiler),
  });
  const run = await sampleInTurn(rounds, {
    ours: seconds(folders.ours, "--require", "ts-node/register", "index.ts"),
    alone: seconds(folders.alone, "--require", "ts-node/register", "index.ts"),
  });
  return [
    figureBeside(
      "type-checking a program",
      "s",
      checked.ours,
      "one that imports @pulumi/pulumi only",
      checked.alone,
    ),
    figureBeside("running it by ts-node", "s", run.ours, "one that imports @pulumi/pulumi only", run.alone),
  ];
}
