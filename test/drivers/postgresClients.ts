// Real clients of PostgreSQL: psql and pg.
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

/** The result of a client program. */
interface Run {
  readonly status: number | null;
  readonly printed: string;
  readonly complaint: string;
}

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Run {
  const { status, stdout, stderr } = spawnSync(program, args, {
    // The drivers are in this folder's node_modules.
    cwd: resolve(__dirname, "../.."),
    env: { PATH: process.env["PATH"] ?? "", ...env },
    encoding: "utf8",
    timeout: 30_000,
  });
  return { status, printed: stdout.trim(), complaint: stderr };
}

const isPsqlThere = spawnSync("psql", ["--version"]).status === 0;

/** `describe` if this machine has psql; otherwise skipped, with the reason in its name. */
export const describeWithPsql: (name: string, tests: () => void) => void = isPsqlThere
  ? describe
  : (name, tests) => {
      describe.skip(`${name} (skipped: there is no psql on this machine)`, tests);
    };

/** Runs a query with `psql`, with the URI or only with the environment. */
export function askPsql(query: string, env: Readonly<Record<string, string>>, uri?: string): Run {
  return run("psql", ["-X", "-w", "-Atc", query, ...(uri === undefined ? [] : [uri])], env);
}

/**
 * Runs a query with `pg`.
 *
 * @param config the argument of `Client`, as an expression; by default it uses only the environment
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
