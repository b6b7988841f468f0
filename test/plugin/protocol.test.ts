import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { version } from "../../package.json";
import { clusterUuid, databaseCluster } from "../../testing/emulator/clusters";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { EngineLog } from "./engineService";
import { configFor, usePlugin } from "./usePlugin";
import { urnOf } from "./pluginProcess";

const uuid = clusterUuid("pg");
const emulator = useEmulator();
const plugin = usePlugin(() => ({ config: configFor(emulator) }));

describe("the plugin", () => {
  it("tells the engine in its handshake that it takes secrets, and no more", async () => {
    expect(await plugin().handshake()).toMatchObject({ acceptSecrets: true, acceptOutputs: false });
  });

  it("tells the engine in Configure that it takes secrets and has previews", async () => {
    expect(await plugin().configure(configFor(emulator))).toMatchObject({
      acceptsecrets: true,
      supportspreview: true,
      acceptresources: false,
    });
  });

  it("says the version of the package in its schema and in GetPluginInfo", async () => {
    const schema = JSON.parse(await plugin().getSchema()) as Record<string, unknown>;
    const info = await plugin().send<PluginInfo>("getPluginInfo", new Empty());
    expect([schema["version"], info.getVersion()]).toEqual([version, version]);
  });

  it.each([
    ["construct", new messages.ConstructRequest()],
    ["call", new messages.CallRequest()],
    ["getMapping", new messages.GetMappingRequest()],
    ["parameterize", new messages.ParameterizeRequest()],
  ])("answers the message %s, which it does not handle, as unimplemented", async (name, request) => {
    const error = await plugin()
      .send(name, request)
      .catch((reason: unknown) => reason as ServiceError);
    expect((error as ServiceError).code).toBe(status.UNIMPLEMENTED);
  });

  it("deletes a resource without a request", async () => {
    const stored = await plugin().create("DatabaseCluster", { uuid });
    emulator.behave();
    await plugin().delete("DatabaseCluster", stored);
    expect(emulator.requests).toEqual([]);
  });

  it("shows its lines beside the resource, and after Attach at the address of another engine", async () => {
    emulator.misbehave({
      status: 200,
      body: { database: databaseCluster("pg", { status: "resizing" }) },
    });
    await plugin().create("DatabaseCluster", { uuid });
    const line = {
      severity: "warning",
      message: expect.stringContaining("it is being resized") as string,
      urn: urnOf("DatabaseCluster"),
      ephemeral: false,
    };
    expect(await plugin().engine.take(1)).toEqual([line]);
    const other = await EngineLog.start();
    await plugin().attach(other.address);
    // A warning is shown once, so another one.
    emulator.misbehave({
      status: 200,
      body: { database: databaseCluster("pg", { status: "migrating" }) },
    });
    await plugin().create("DatabaseCluster", { uuid });
    const message = expect.stringContaining("it is being moved") as string;
    expect(await other.take(1)).toEqual([{ ...line, message }]);
    expect(await plugin().engine.take()).toEqual([]);
    other.stop();
    // No server listens on this port now.
    await plugin().create("DatabaseCluster", { uuid });
    await plugin().attach(plugin().engine.address);
  });

  it("refuses a resource and a function that it does not have", async () => {
    const create = plugin().send(
      "create",
      new messages.CreateRequest().setUrn("urn:pulumi:dev::p::a:b:C::d"),
    );
    await expect(create).rejects.toMatchObject({ details: "there is no such resource. [invalid_argument]" });
    await expect(plugin().invoke("getDatabaseUser", {})).rejects.toMatchObject({
      details: "there is no such function. [invalid_argument]",
    });
  });
});
