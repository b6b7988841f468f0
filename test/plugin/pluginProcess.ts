// The native plugin, started and driven as Pulumi's engine does, without the CLI.
import { once } from "node:events";
import { closeSync } from "node:fs";
import { createInterface } from "node:readline";
import { credentials, status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { marked } from "../host/properties";
import type { Properties } from "../host/properties";
import { EngineLog } from "./engineService";
import { launch } from "./launch";
import type { PluginChild } from "./launch";
import { changesIn, messageOf, propertiesOf } from "./messages";
import type { Changes, Checked, Stored } from "./messages";

export type ResourceName = "DatabaseCluster" | "DatabaseConnection";

/** How to start a plugin. */
export interface PluginOptions {
  /** The provider's config. The token is sent as a secret. Without it the plugin is not configured yet. */
  readonly config?: Properties;
  /** Additions to the test's own environment, from which DigitalOcean's and Node's variables are removed. */
  readonly environment?: Record<string, string>;
}

/** What the engine says of a create or an update. */
export interface Operation {
  readonly isPreview?: boolean;
  /** From `customTimeouts`. */
  readonly timeoutSeconds?: number;
}

/** The URN of a resource in a stack. */
export function urnOf(resource: ResourceName, name = "database"): string {
  return `urn:pulumi:dev::project::my:component:Database$digitalocean-databases:index:${resource}::${name}`;
}

/** A running plugin. The test takes the engine's place. */
export class PluginProcess {
  private readonly printed: string[] = [];
  private readonly client: ResourceProviderClient;

  private constructor(
    public readonly engine: EngineLog,
    public readonly child: PluginChild,
    private input: number | undefined,
    port: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => this.printed.push(line));
    }
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.enable_http_proxy": 0,
    });
  }

  public static async start({ config, environment = {} }: PluginOptions = {}): Promise<PluginProcess> {
    const engine = await EngineLog.start();
    const { child, input, port } = await launch(engine.address, environment);
    const plugin = new PluginProcess(engine, child, input, port);
    await plugin.handshake();
    if (config !== undefined) {
      await plugin.configure(config);
    }
    return plugin;
  }

  public async handshake(): Promise<messages.ProviderHandshakeResponse.AsObject> {
    const request = new messages.ProviderHandshakeRequest().setEngineAddress(this.engine.address);
    const response = await this.send<messages.ProviderHandshakeResponse>("handshake", request);
    return response.toObject();
  }

  public async attach(address: string): Promise<void> {
    await this.send("attach", new PluginAttach().setAddress(address));
  }

  public async getSchema(): Promise<string> {
    const request = new messages.GetSchemaRequest();
    return (await this.send<messages.GetSchemaResponse>("getSchema", request)).getSchema();
  }

  public async checkConfig(news: Properties): Promise<Checked> {
    const request = new messages.CheckRequest().setNews(messageOf(news));
    return checkedIn(await this.send<messages.CheckResponse>("checkConfig", request));
  }

  public async diffConfig(olds: Properties, news: Properties): Promise<Changes> {
    const request = new messages.DiffRequest().setOlds(messageOf(olds)).setNews(messageOf(news));
    return changesIn(await this.send<messages.DiffResponse>("diffConfig", request));
  }

  public async configure({ token, ...config }: Properties): Promise<messages.ConfigureResponse.AsObject> {
    const args = { ...config, ...(token === undefined ? {} : { token: marked(token) }) };
    const request = new messages.ConfigureRequest().setArgs(messageOf(args)).setAcceptsecrets(true);
    return (await this.send<messages.ConfigureResponse>("configure", request)).toObject();
  }

  public async check(resource: ResourceName, news: Properties): Promise<Checked> {
    const request = new messages.CheckRequest().setUrn(urnOf(resource)).setNews(messageOf(news));
    return checkedIn(await this.send<messages.CheckResponse>("check", request));
  }

  /** @param stored what the state has; `news` are the inputs of the program, which are those of the state by default */
  public async diff(
    resource: ResourceName,
    stored: Stored,
    news: Properties = stored.inputs,
  ): Promise<Changes> {
    const request = new messages.DiffRequest()
      .setUrn(urnOf(resource))
      .setId(stored.id)
      .setOlds(messageOf(stored.properties))
      .setOldInputs(messageOf(stored.inputs))
      .setNews(messageOf(news));
    return changesIn(await this.send<messages.DiffResponse>("diff", request));
  }

  /** @param name the last part of the URN */
  public async create(
    resource: ResourceName,
    inputs: Properties,
    { isPreview = false, timeoutSeconds = 0 }: Operation = {},
    name = "database",
  ): Promise<Stored> {
    const request = new messages.CreateRequest()
      .setUrn(urnOf(resource, name))
      .setProperties(messageOf(inputs))
      .setPreview(isPreview)
      .setTimeout(timeoutSeconds);
    const response = await this.send<messages.CreateResponse>("create", request);
    return { id: response.getId(), properties: propertiesOf(response.getProperties()), inputs };
  }

  public async update(
    resource: ResourceName,
    stored: Stored,
    inputs: Properties = stored.inputs,
    { isPreview = false, timeoutSeconds = 0 }: Operation = {},
  ): Promise<Stored> {
    const request = new messages.UpdateRequest()
      .setUrn(urnOf(resource))
      .setId(stored.id)
      .setOlds(messageOf(stored.properties))
      .setOldInputs(messageOf(stored.inputs))
      .setNews(messageOf(inputs))
      .setPreview(isPreview)
      .setTimeout(timeoutSeconds);
    const response = await this.send<messages.UpdateResponse>("update", request);
    return { id: stored.id, properties: propertiesOf(response.getProperties()), inputs };
  }

  /** The read of `get` in a program or of an import, which has the id only, or of a refresh, which has what is stored. */
  public async read(resource: ResourceName, id: string, stored?: Stored): Promise<Stored> {
    const request = new messages.ReadRequest().setUrn(urnOf(resource)).setId(id);
    if (stored !== undefined) {
      request.setProperties(messageOf(stored.properties)).setInputs(messageOf(stored.inputs));
    }
    const response = await this.send<messages.ReadResponse>("read", request);
    return {
      id: response.getId(),
      properties: propertiesOf(response.getProperties()),
      inputs: propertiesOf(response.getInputs()),
    };
  }

  public async delete(resource: ResourceName, { id, properties, inputs }: Stored): Promise<void> {
    const request = new messages.DeleteRequest()
      .setUrn(urnOf(resource))
      .setId(id)
      .setProperties(messageOf(properties))
      .setOldInputs(messageOf(inputs));
    await this.send("delete", request);
  }

  /** @param name such as `getDatabaseCluster` */
  public async invoke(name: string, args: Properties, isPreview = false): Promise<Properties> {
    const request = new messages.InvokeRequest()
      .setTok(`digitalocean-databases:index:${name}`)
      .setArgs(messageOf(args))
      .setPreview(isPreview);
    const response = await this.send<messages.InvokeResponse>("invoke", request);
    // The engine takes any for a failure, whose text it does not show in one line.
    expect(response.getFailuresList()).toEqual([]);
    return propertiesOf(response.getReturn());
  }

  public async cancel(): Promise<void> {
    await this.send("cancel", new Empty());
  }

  /** A call without a lookup. What reached the plugin before it is known after it. */
  public async roundTrip(): Promise<void> {
    await this.send("getPluginInfo", new Empty());
  }

  /** Any call, by its name in the client of the protocol. It rejects with the error that the engine would get. */
  public send<Response>(name: string, request: object): Promise<Response> {
    const method: unknown = Reflect.get(this.client, name);
    return new Promise((done, fail) => {
      const answered = (error: ServiceError | null, response: Response): void => {
        if (error === null) {
          done(response);
        } else {
          fail(error);
        }
      };
      (method as (request: object, callback: typeof answered) => void).call(this.client, request, answered);
    });
  }

  /** What the process has written on its standard output and error since the last call; it should be nothing. */
  public takePrinted(): string[] {
    return this.printed.splice(0);
  }

  /** Closes the other end of the plugin's standard input, as an engine that ends. */
  public closeInput(): void {
    if (this.input !== undefined) {
      closeSync(this.input);
      this.input = undefined;
    }
  }

  /** Ends the process, and fails if it has printed something that no test has taken. */
  public async stop(): Promise<void> {
    this.client.close();
    this.engine.stop();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exit = once(this.child, "exit");
      this.child.kill();
      await exit;
    }
    this.closeInput();
    expect(this.takePrinted()).toEqual([]);
  }
}

function checkedIn(response: messages.CheckResponse): Checked {
  return {
    inputs: propertiesOf(response.getInputs()),
    failures: response.getFailuresList().map((failure) => failure.getReason()),
  };
}

/** The line that the engine gets for a failing call. It is the only one, and ends with a code. */
export async function failureOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => {
      throw new Error("the call was expected to fail");
    },
    (reason: unknown) => reason as ServiceError,
  );
  expect(error.code).toBe(status.UNKNOWN);
  expect(error.details).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]+ \[[a-z_]+\]$/u);
  return error.details;
}
