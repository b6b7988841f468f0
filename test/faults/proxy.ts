import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";

/** A proxy on loopback, which does with a client whatever it is told. */
export class Proxy {
  /** How many clients have connected. */
  public connections = 0;
  /** How each client begins. */
  public readonly heads: string[] = [];
  /** What is done with a client once its first bytes are there. */
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

  /** Forgets who has connected so far. */
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
