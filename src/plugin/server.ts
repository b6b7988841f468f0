/** The gRPC server of the plugin. A message that it does not handle is answered as unimplemented. */
import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import type { UntypedServiceImplementation, sendUnaryData } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { DigitalOceanApiError } from "../errors";
import { Provider } from "./pluginProvider";
import type { Target } from "./pluginProvider";
import schema from "./schema.json";

/**
 * Serves the provider on a free port of this machine.
 *
 * @param engineAddress host and port of the engine; it may also come later, in a message
 * @returns the port
 */
export function serve(engineAddress: string | undefined): Promise<number> {
  // The engine has the same bound on messages.
  const maxBytes = 400 * 1024 * 1024;
  const server = new Server({ "grpc.max_receive_message_length": maxBytes });
  server.addService(ResourceProviderService, handlers(engineAddress));
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) {
        resolve(port);
      } else {
        reject(error);
      }
    });
  });
}

function handlers(engineAddress: string | undefined): UntypedServiceImplementation {
  const provider = new Provider();
  const connect = (address: string): void => {
    if (address !== "") {
      provider.connect(address);
    }
  };
  connect(engineAddress ?? "");
  let cancel: () => void = () => undefined;
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => {
      reject(new Error("cancelled"));
    };
  });
  cancelled.catch(() => undefined);

  /** What the handler of a message returns. An interruption ends it, so that no wait goes on. */
  const answering =
    <Request, Response>(work: (request: Request) => Response | Promise<Response>) =>
    ({ request }: { readonly request: Request }, callback: sendUnaryData<Response>): void => {
      const answer = Promise.resolve(request).then(work);
      Promise.race([answer, cancelled]).then(
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
      connect(request.getEngineAddress());
      return new messages.ProviderHandshakeResponse().setAcceptSecrets(true);
    }),
    attach: answering((request: PluginAttach) => {
      connect(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: answering(() => new PluginInfo().setVersion(schema.version)),
    getSchema: answering(() => new messages.GetSchemaResponse().setSchema(JSON.stringify(schema))),
    checkConfig: answering((request: messages.CheckRequest) =>
      checked(() => provider.checkConfig(request.getNews())),
    ),
    diffConfig: answering((request: messages.DiffRequest) =>
      difference(provider.diffConfig(request.getOlds(), request.getNews()), [], true),
    ),
    configure: answering((request: messages.ConfigureRequest) => {
      provider.configure(request.getArgs());
      return new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
    check: answering((request: messages.CheckRequest) =>
      checked(() => provider.check(targetOf(request), request.getNews())),
    ),
    diff: answering(async (request: messages.DiffRequest) => {
      const { changed, replacing, areInputs } = await provider.diff(
        targetOf(request),
        request.getOlds(),
        request.getOldInputs(),
        request.getNews(),
      );
      return difference(changed, replacing, areInputs);
    }),
    create: answering(async (request: messages.CreateRequest) => {
      const { id, properties } = await provider.apply(
        targetOf(request),
        request.getProperties(),
        request.getPreview(),
        request.getTimeout(),
      );
      return new messages.CreateResponse().setId(id).setProperties(properties);
    }),
    update: answering(async (request: messages.UpdateRequest) => {
      const { properties } = await provider.apply(
        targetOf(request),
        request.getNews(),
        request.getPreview(),
        request.getTimeout(),
      );
      return new messages.UpdateResponse().setProperties(properties);
    }),
    read: answering(async (request: messages.ReadRequest) => {
      const id = request.getId();
      const target = targetOf(request);
      const found = await provider.read(target, id, request.getProperties(), request.getInputs());
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
    cancel: answering(() => {
      cancel();
      return new Empty();
    }),
  };
}

/** The line that the engine shows. The message of an unexpected error may quote a secret. */
function lineOf(error: unknown): string {
  if (DigitalOceanApiError.isInstance(error)) {
    return error.message;
  }
  if (error instanceof Error && error.message === "cancelled") {
    return "the lookup was cancelled.";
  }
  const name = error instanceof Error && /^\w{1,40}$/.test(error.name) ? error.name : "an unknown error";
  return `digitalocean-databases: the plugin has failed (${name}); please report it.`;
}

/** Older engines name the type in the URN only. */
function targetOf(request: { getType(): string; getUrn(): string }): Target {
  const urn = request.getUrn();
  return { urn, type: request.getType() || (urn.split("::")[2]?.split("$").at(-1) ?? "") };
}

/** The checked inputs, or what is wrong with them: the engine names the resource in front of it. */
async function checked(check: () => Struct | Promise<Struct>): Promise<messages.CheckResponse> {
  const response = new messages.CheckResponse();
  try {
    return response.setInputs(await check());
  } catch (error) {
    response.addFailures(new messages.CheckFailure().setReason(lineOf(error)));
    return response;
  }
}

function difference(
  changed: readonly string[],
  replacing: readonly string[],
  areInputs: boolean,
): messages.DiffResponse {
  const { DiffChanges } = messages.DiffResponse;
  const { Kind } = messages.PropertyDiff;
  const response = new messages.DiffResponse()
    .setChanges(changed.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE)
    .setDiffsList([...changed])
    .setReplacesList([...replacing])
    .setHasdetaileddiff(true);
  for (const property of changed) {
    const kind = replacing.includes(property) ? Kind.UPDATE_REPLACE : Kind.UPDATE;
    response
      .getDetaileddiffMap()
      .set(property, new messages.PropertyDiff().setKind(kind).setInputdiff(areInputs));
  }
  return response;
}
