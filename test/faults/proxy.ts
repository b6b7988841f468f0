// A proxy on loopback.
import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";

/** A proxy whose behaviour each test sets. */
export class Proxy {
  /** The number of connections. */
  public connections = 0;
  /** The first bytes of each client. */
  public readonly heads: string[] = [];
  /** Handles a client after its first bytes. */
  public meet: (client: Socket) => void = (client) => void client.destroy();
  private readonly clients = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on("connection", (client) => {
      this.connections++;
      this.clients.add(client);
      client.on("close", () => this.clients.delete(client));
      client.on("error", () => undefined);
      client.once("data", (head) => {
        this.heads.push(head.toString("latin1"));
        this.meet(client);
      });
    });
  }

  public static async start(): Promise<Proxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Proxy(server);
  }

  /** Host and port. */
  public get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Forgets all connections so far. */
  public forget(): void {
    this.connections = 0;
    this.heads.length = 0;
  }

  public async stop(): Promise<void> {
    for (const client of this.clients) {
      client.destroy();
    }
    await new Promise((resolve) => this.server.close(resolve));
  }
}
