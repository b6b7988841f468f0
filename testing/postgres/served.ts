// A PostgreSQL server in a process of its own, for tests that run in Jest.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Client } from "pg";
import type { Connection } from "../emulator/clusters";

/** A running `serve.ts`, and a temporary folder for files that a client needs. */
export class ServedPostgres {
  private constructor(
    private readonly process: ChildProcess,
    /** Its `database_connection` in the API. */
    public readonly connection: Connection,
    public readonly caCertificate: string,
    private readonly folder: string,
  ) {}

  public static async start(): Promise<ServedPostgres> {
    const server = spawn(
      process.execPath,
      [require.resolve("ts-node/dist/bin"), "testing/postgres/serve.ts"],
      {
        cwd: resolve(__dirname, "../.."),
        stdio: ["pipe", "pipe", "inherit"],
      },
    );
    const [line] = (await once(server.stdout, "data")) as [Buffer];
    const { connection, caCertificate } = JSON.parse(line.toString()) as ServedPostgres;
    const folder = mkdtempSync(join(tmpdir(), "served-postgres-"));
    return new ServedPostgres(server, connection, caCertificate, folder);
  }

  /** Writes a temporary file, which `stop` removes, and returns its path. */
  public file(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** Runs a statement as `doadmin`. */
  public async query(text: string): Promise<void> {
    const { host, port, user, password, database } = this.connection;
    const client = new Client({ host, port, user, password, database, ssl: { ca: this.caCertificate } });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }

  /** Creates the user again with this password. */
  public async setPassword(user: string, password: string): Promise<void> {
    const role = `"${user.replaceAll('"', '""')}"`;
    // With PostgreSQL's default settings, a doubled quote is all that a literal needs.
    const literal = `'${password.replaceAll("'", "''")}'`;
    await this.query(`DROP ROLE IF EXISTS ${role}; CREATE ROLE ${role} LOGIN PASSWORD ${literal}`);
  }

  public async stop(): Promise<void> {
    const exited = once(this.process, "exit");
    this.process.stdin?.end();
    await exited;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
