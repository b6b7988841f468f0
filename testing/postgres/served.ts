import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Client } from "pg";
import type { Connection } from "../emulator/clusters";

/** A `Postgres` in a process of its own, with its CA certificate in a file. */
export class ServedPostgres {
  private constructor(
    private readonly process: ChildProcess,
    /** How to reach it, as DigitalOcean's API would say it. */
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

  /** A file of this text, which is gone when the server has stopped. */
  public file(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** As the administrator. */
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

  /** Makes a user, or gives the one there is another password. */
  public async setPassword(user: string, password: string): Promise<void> {
    const role = `"${user.replaceAll('"', '""')}"`;
    // With the quotes doubled and this setting as it is, nothing else in a literal means anything.
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
