/** The program of the plugin: a gRPC server for Pulumi's engine, which starts it and reads its port. */
import { once } from "node:events";
import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import type { UntypedServiceImplementation, sendUnaryData } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { endWhenEngineIsGone } from "../engineGone";
import { DigitalOceanApiError, classOf } from "../errors";
import { maxWaitSeconds } from "../reads/waitUntilOnline";
import { Provider } from "./pluginProvider";
import type { Call, Difference } from "./pluginProvider";
import { propertiesIn } from "./protocolValues";
import schema from "./schema.json";

const cancellation = new Error("the lookup was cancelled.");

function handlers(): UntypedServiceImplementation {
  const provider = new Provider();
  const interruption = new AbortController();
  const cancelled = once(interruption.signal, "abort").then(() => Promise.reject(cancellation));
  cancelled.catch(() => undefined);

  /** What the handler of a message returns. An interruption ends it, so that no wait goes on. */
  const answering =
    <Request, Response>(work: (request: Request) => Response | Promise<Response>) =>
    ({ request }: { readonly request: Request }, callback: sendUnaryData<Response>): void => {
      Promise.race([Promise.resolve(request).then(work), cancelled]).then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback({ code: status.UNKNOWN, details: lineOf(error) });
        },
      );
    };

  return {
    handshake: answering((request: messages.ProviderHandshakeRequest) => {
      provider.report.connect(request.getEngineAddress());
      return new messages.ProviderHandshakeResponse().setAcceptSecrets(true);
    }),
    attach: answering((request: PluginAttach) => {
      provider.report.connect(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: answering(() => new PluginInfo().setVersion(schema.version)),
    getSchema: answering(() => new messages.GetSchemaResponse().setSchema(JSON.stringify(schema))),
    checkConfig: answering((request: messages.CheckRequest) =>
      checked(() => provider.checkConfig(request.getNews())),
    ),
    diffConfig: answering((request: messages.DiffRequest) =>
      difference(provider.diffConfig(request.getOlds(), request.getNews())),
    ),
    configure: answering((request: messages.ConfigureRequest) => {
      provider.configure(request.getArgs());
      return new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
    check: answering((request: messages.CheckRequest) =>
      checked(() => provider.check(callOf(request), request.getNews())),
    ),
    diff: answering(async (request: messages.DiffRequest) => {
      const [olds, oldInputs, news] = [request.getOlds(), request.getOldInputs(), request.getNews()];
      return difference(await provider.diff(callOf(request), olds, oldInputs, news));
    }),
    create: answering(async (request: messages.CreateRequest) => {
      const { id, properties } = await provider.apply(callOf(request), propertiesIn(request.getProperties()));
      return new messages.CreateResponse().setId(id).setProperties(properties);
    }),
    update: answering(async (request: messages.UpdateRequest) => {
      const { properties } = await provider.apply(callOf(request), propertiesIn(request.getNews()));
      return new messages.UpdateResponse().setProperties(properties);
    }),
    read: answering(async (request: messages.ReadRequest) => {
      const id = request.getId();
      const found = await provider.read(callOf(request), id, request.getProperties(), request.getInputs());
      // An empty id says that it is gone.
      return found === undefined
        ? new messages.ReadResponse()
        : new messages.ReadResponse().setId(id).setProperties(found.properties).setInputs(found.inputs);
    }),
    // The cluster stays; only the engine's state forgets it.
    delete: answering(() => new Empty()),
    invoke: answering(async (request: messages.InvokeRequest) => {
      const found = await provider.invoke(request.getTok(), request.getArgs(), request.getPreview());
      return new messages.InvokeResponse().setReturn(found);
    }),
    // The engine also sends it at the end of a run, and takes an error for a crash.
    cancel: (_call: unknown, callback: sendUnaryData<Empty>) => {
      interruption.abort();
      callback(null, new Empty());
    },
  };
}

/** The line that the engine shows. The message of an unexpected error may quote a secret. */
function lineOf(error: unknown): string {
  if (error instanceof Error && (DigitalOceanApiError.isInstance(error) || error === cancellation)) {
    return error.message;
  }
  return `digitalocean-databases: the plugin has failed (${classOf(error)}); please report it.`;
}

interface ResourceRequest {
  getUrn(): string;
  getPreview?(): boolean;
  getTimeout?(): number;
}

function callOf(request: ResourceRequest): Call {
  const urn = request.getUrn();
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return {
    urn,
    type,
    isPreview: request.getPreview?.() ?? false,
    timeoutSeconds: Math.min(request.getTimeout?.() ?? 0, maxWaitSeconds),
  };
}

/** The checked inputs, or what is wrong with them: the engine names the resource in front of it. */
function checked(check: () => Struct): messages.CheckResponse {
  try {
    return new messages.CheckResponse().setInputs(check());
  } catch (error) {
    const failure = new messages.CheckFailure().setReason(lineOf(error));
    return new messages.CheckResponse().setFailuresList([failure]);
  }
}

function difference({ changed, replacing, areInputs }: Difference): messages.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
  const { UPDATE, UPDATE_REPLACE } = messages.PropertyDiff.Kind;
  const response = new messages.DiffResponse()
    .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
    .setDiffsList(changed)
    .setReplacesList(replacing)
    .setHasdetaileddiff(true);
  for (const property of changed) {
    const kind = replacing.includes(property) ? UPDATE_REPLACE : UPDATE;
    const detail = new messages.PropertyDiff().setKind(kind).setInputdiff(areInputs);
    response.getDetaileddiffMap().set(property, detail);
  }
  return response;
}

endWhenEngineIsGone();
// The engine has the same bound on messages.
const server = new Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
server.addService(ResourceProviderService, handlers());
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) {
    throw error;
  }
  console.log(port);
});
