// A proxy on loopback.
import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";

/** What a proxy does with a client after the client's first bytes. */
export type Response = (client: Socket) => void;

/** A proxy that responds to each client by the host for which the client asks. */
export class Proxy {
  /** The number of connections. */
  public connections = 0;
  /** The first bytes of each client. */
  public readonly heads: string[] = [];
  private readonly responses = new Map<string, Response>();
  private readonly clients = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on("connection", (client) => {
      this.connections++;
      this.clients.add(client);
      client.on("close", () => this.clients.delete(client));
      client.on("error", () => undefined);
      client.once("data", (bytes) => {
        const head = bytes.toString("latin1");
        this.heads.push(head);
        const respond = this.responses.get(hostIn(head));
        if (respond === undefined) {
          client.destroy();
        } else {
          respond(client);
        }
      });
    });
  }

  public static async start(): Promise<Proxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Proxy(server);
  }

  /** Host and port of the proxy. */
  public get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Responds like this to clients that ask for the host. */
  public respond(host: string, response: Response): void {
    this.responses.set(host, response);
  }

  /** The first bytes of all clients that asked for the host. */
  public headsFor(host: string): string[] {
    return this.heads.filter((head) => hostIn(head) === host);
  }

  public async stop(): Promise<void> {
    for (const client of this.clients) {
      client.destroy();
    }
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The host in the first line: `CONNECT api.example.com:443 HTTP/1.1` or `GET http://127.0.0.1:8080/ HTTP/1.1`. */
function hostIn(head: string): string {
  return /^[A-Z]+ (?:http:\/\/)?([^/: ]+)/.exec(head)?.[1] ?? "";
}
