import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

/** What a program printed and how it ended; nothing in its environment but what it was given and a PATH. */
interface Run {
  readonly status: number | null;
  readonly printed: string;
  readonly complaint: string;
}

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Run {
  const { status, stdout, stderr } = spawnSync(program, args, {
    // Drivers are found from here.
    cwd: resolve(__dirname, "../../.."),
    env: { PATH: process.env["PATH"] ?? "", ...env },
    encoding: "utf8",
    timeout: 30_000,
  });
  return { status, printed: stdout.trim(), complaint: stderr };
}

const isPsqlThere = spawnSync("psql", ["--version"]).status === 0;

/** `describe` where this machine has psql; else what is skipped says so. */
export const describeWithPsql: (name: string, tests: () => void) => void = isPsqlThere
  ? describe
  : (name, tests) => {
      describe.skip(`${name} (skipped: there is no psql on this machine)`, tests);
    };

/** What `psql` answers to a query; without a URI it has the environment only. */
export function askPsql(query: string, env: Readonly<Record<string, string>>, uri?: string): Run {
  return run("psql", ["-X", "-w", "-Atc", query, ...(uri === undefined ? [] : [uri])], env);
}

/**
 * What `pg` answers to a query.
 *
 * @param config what `Client` is given, as an expression; nothing, for the environment only
 */
export function askPg(query: string, env: Readonly<Record<string, string>>, config = ""): Run {
  const program = `
    const { Client } = require("pg");
    const client = new Client(${config});
    client.connect()
      .then(() => client.query({ text: ${JSON.stringify(query)}, rowMode: "array" }))
      .then(({ rows }) => { console.log(rows[0][0]); return client.end(); })
      .catch((error) => { console.error(error.message); process.exit(2); });`;
  return run(process.execPath, ["--no-warnings", "-e", program], env);
}
