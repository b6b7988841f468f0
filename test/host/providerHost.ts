// Pulumi's own provider host, driven over gRPC without the CLI.
import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { credentials } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConfigureRequest, ReadRequest } from "@pulumi/pulumi/proto/provider_pb";
import type { ReadResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { pinnedProvider } from "../unit/resource/pinnedProvider";
import { marked, unmarked } from "./properties";
import type { Properties } from "./properties";

/** The engine's result of a read. */
export interface ReadResult {
  /** Empty if the resource is gone. */
  readonly id: string;
  readonly properties: Properties;
  readonly inputs: Properties | undefined;
}

/** How to start a host. */
export interface HostOptions {
  /** The stack's config; without one the host is not configured yet. */
  readonly config?: Record<string, string>;
  /** Additions to the test's own environment, from which DigitalOcean's variables are removed. */
  readonly environment?: Record<string, string>;
  /** The program's folder; by default the package's own, from where its name resolves to itself. */
  readonly cwd?: string;
}

/** The package's folder. */
export const root = resolve(__dirname, "../..");

const hostProgram = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");

/** A running host. The test takes the engine's place. */
export class ProviderHost {
  private readonly printed: string[] = [];

  private constructor(
    private readonly child: ChildProcessByStdio<null, Readable, Readable>,
    private readonly client: ResourceProviderClient,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => this.printed.push(line));
    }
  }

  public static async start(options: HostOptions = {}): Promise<ProviderHost> {
    const { config, environment = {}, cwd = root } = options;
    const inherited = Object.entries(process.env).filter(([name]) => !/^(DIGITALOCEAN|NODE)_/.test(name));
    const child = spawn(process.execPath, [hostProgram, "127.0.0.1:0"], {
      cwd,
      env: { ...Object.fromEntries(inherited), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [port] = (await once(child.stdout, "data")) as [Buffer];
    const client = new ResourceProviderClient(
      `127.0.0.1:${port.toString().trim()}`,
      credentials.createInsecure(),
      { "grpc.enable_http_proxy": 0 },
    );
    const host = new ProviderHost(child, client);
    if (config !== undefined) {
      await host.configure(config);
    }
    return host;
  }

  /** Sends the stack's config, each value as a secret. */
  public async configure(config: Record<string, string>): Promise<void> {
    const request = new ConfigureRequest();
    request.setArgs(
      struct(Object.fromEntries(Object.entries(config).map(([key, value]) => [key, marked(value)]))),
    );
    await answer((callback) => this.client.configure(request, callback));
  }

  /** The read of a resource in a program: it has only inputs. */
  public read(id: string, inputs: Properties = {}): Promise<ReadResult> {
    const request = new ReadRequest();
    request.setId(id);
    request.setInputs(struct({ ...inputs, __provider: pinnedProvider }));
    return this.send(request);
  }

  /** The read of a refresh: it has the state of an earlier read. */
  public refresh(earlier: ReadResult): Promise<ReadResult> {
    const request = new ReadRequest();
    request.setId(earlier.id);
    // The host does not accept secrets, so the engine sends plain values.
    request.setInputs(struct(unmarked(earlier.inputs ?? {})));
    request.setProperties(struct(unmarked(earlier.properties)));
    return this.send(request);
  }

  /**
   * The lines that the host has printed since the last call.
   *
   * @param atLeast the number of lines to wait for: they may arrive later than the answers
   * @param about a part of the lines that are meant; the others remain for other calls
   */
  public async takePrinted(atLeast: number, about: readonly string[] = [""]): Promise<string[]> {
    await this.roundTrip();
    const isMeant = (line: string): boolean => about.some((part) => line.includes(part));
    for (let waits = 0; this.printed.filter(isMeant).length < atLeast && waits < 2000; waits++) {
      await sleep(5);
    }
    const taken = this.printed.filter(isMeant);
    const others = this.printed.filter((line) => !isMeant(line));
    this.printed.splice(0, Infinity, ...others);
    return taken;
  }

  /** A call of the host without a read. What the host printed, or what reached it, before the call is known after it. */
  public async roundTrip(): Promise<void> {
    await answer((callback) => this.client.getPluginInfo(new Empty(), callback));
  }

  public async stop(): Promise<void> {
    this.client.close();
    const exit = once(this.child, "exit");
    this.child.kill();
    await exit;
  }

  private async send(request: ReadRequest): Promise<ReadResult> {
    const response = await answer<ReadResponse>((callback) => this.client.read(request, callback));
    return {
      id: response.getId(),
      properties: response.getProperties()?.toJavaScript() ?? {},
      inputs: response.getInputs()?.toJavaScript(),
    };
  }
}

/** The answer of a call. It rejects with the error that the engine would get. */
function answer<T>(call: (callback: (error: ServiceError | null, response: T) => void) => void): Promise<T> {
  return new Promise((done, fail) => {
    call((error, response) => {
      if (error === null) {
        done(response);
      } else {
        fail(error);
      }
    });
  });
}

function struct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}
