// The engine's side of the plugin protocol: a gRPC service on loopback that records what the plugin wants to show.
import { setTimeout as sleep } from "node:timers/promises";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

/** A line that the engine shows. */
export interface LogLine {
  readonly severity: (typeof severities)[number];
  readonly message: string;
  /** The resource beside which it is shown; empty for none. */
  readonly urn: string;
  /** Whether the next such line replaces it. */
  readonly ephemeral: boolean;
}

/** In the order of the protocol. */
const severities = ["debug", "info", "warning", "error"] as const;

/** A running engine, as far as a plugin sees it. */
export class EngineLog {
  private readonly lines: LogLine[] = [];
  private readonly server = new Server();
  private port = 0;

  private constructor() {
    this.server.addService(EngineService, {
      log: ({ request }: ServerUnaryCall<LogRequest, Empty>, callback: sendUnaryData<Empty>) => {
        this.lines.push({
          severity: severities[request.getSeverity()],
          message: request.getMessage(),
          urn: request.getUrn(),
          ephemeral: request.getEphemeral(),
        });
        callback(null, new Empty());
      },
    });
  }

  public static async start(): Promise<EngineLog> {
    const engine = new EngineLog();
    engine.port = await new Promise<number>((done, fail) => {
      engine.server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) {
          done(port);
        } else {
          fail(error);
        }
      });
    });
    return engine;
  }

  /** Host and port, which the plugin gets as its argument. */
  public get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /**
   * The lines since the last call.
   *
   * @param atLeast the number of lines to wait for: they may arrive later than the answers
   * @param isMeant which lines; the others remain for other calls
   */
  public async take(atLeast = 0, isMeant: (line: LogLine) => boolean = () => true): Promise<LogLine[]> {
    for (let waits = 0; this.lines.filter(isMeant).length < atLeast && waits < 2000; waits++) {
      await sleep(5);
    }
    const taken = this.lines.filter(isMeant);
    this.lines.splice(0, Infinity, ...this.lines.filter((line) => !isMeant(line)));
    return taken;
  }

  /** As for an engine that was killed: its address is free afterwards. */
  public stop(): void {
    this.server.forceShutdown();
  }
}
