import * as pulumi from "@pulumi/pulumi";
import { getDatabaseCluster, getDatabaseClusterOutput } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { clusterUuid } from "../../../testing/emulator/clusters";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { beginProgram, DigitalOceanProvider, setConfig, unknownOutput } from "../pulumiProgram";
import { rejectionOf, thrownBy } from "../rejection";
import { failuresOf, seenAll } from "../seenOutput";

const uuid = clusterUuid("pg");

const emulator = useEmulator();
beforeAll(async () => {
  for (const source of ["argument", "provider", "config"]) {
    emulator.allow(`dop_v1_of-${source}`);
  }
  await beginProgram();
});
beforeEach(() => {
  setConfig({ "digitalocean:token": "dop_v1_of-config", "digitalocean:apiEndpoint": emulator.url }, [
    "digitalocean:token",
  ]);
});

let providers = 0;
function provider(
  args: ConstructorParameters<typeof DigitalOceanProvider>[1],
  packageName?: string,
): DigitalOceanProvider {
  return new DigitalOceanProvider(`provider-${String((providers += 1))}`, args, packageName);
}

/** The token of the lookup's request. */
async function tokenOf(
  args: { token?: string },
  opts: pulumi.InvokeOutputOptions,
): Promise<string | undefined> {
  const all = await seenAll({ ...getDatabaseClusterOutput({ uuid, ...args }, opts) });
  for (const property of clusterProperties) {
    expect(all[property]).toMatchObject({ known: true, secret: clusterFields[property].secret });
  }
  return emulator.requests[0]?.headers.authorization?.replace("Bearer ", "");
}

it("getDatabaseClusterOutput prefers the provider's token to the config's, and keeps public properties plain", async () => {
  expect(await tokenOf({}, { provider: provider({ token: "dop_v1_of-provider" }) })).toBe(
    "dop_v1_of-provider",
  );
});

it("getDatabaseClusterOutput prefers the argument token to the provider's", async () => {
  const opts = { provider: provider({ token: "dop_v1_of-provider" }) };
  expect(await tokenOf({ token: "dop_v1_of-argument" }, opts)).toBe("dop_v1_of-argument");
});

it.each<[string, { token?: string }]>([
  ["no token", {}],
  ["an empty token", { token: "" }],
])("getDatabaseClusterOutput uses the config's token if the provider has %s", async (_, args) => {
  expect(await tokenOf({}, { provider: provider(args) })).toBe("dop_v1_of-config");
});

it("getDatabaseClusterOutput prefers the provider's endpoint to the config's", async () => {
  setConfig({ "digitalocean:token": "dop_v1_of-config", "digitalocean:apiEndpoint": "https://127.0.0.1:1" }, [
    "digitalocean:token",
  ]);
  expect(await tokenOf({}, { provider: provider({ apiEndpoint: emulator.url }) })).toBe("dop_v1_of-config");
});

it("getDatabaseClusterOutput uses the provider of its parent", async () => {
  const parent = new pulumi.ComponentResource(
    "test:index:Parent",
    "parent",
    {},
    { providers: [provider({ token: "dop_v1_of-provider" })] },
  );
  expect(await tokenOf({}, { parent })).toBe("dop_v1_of-provider");
});

it("getDatabaseCluster refuses the provider of its parent instead of using another token", async () => {
  const opts = { providers: [provider({ token: "dop_v1_of-provider" })] };
  const parent = new pulumi.ComponentResource("test:index:Parent", "parent-of-promise", {}, opts);
  const error = await rejectionOf(getDatabaseCluster({ uuid }, { parent }));
  expect(error).toMatchObject({ code: "invalid_argument" });
  expect(error.message).toContain("use getDatabaseClusterOutput");
  expect(emulator.requests).toEqual([]);
});

it("getDatabaseClusterOutput refuses a provider of another package", () => {
  const other = provider({ token: "cloudflare-token" }, "cloudflare");
  const error = thrownBy(() => getDatabaseClusterOutput({ uuid }, { provider: other }));
  expect(error).toMatchObject({ code: "invalid_argument" });
  expect(error.message).toBe("provider: it must be a digitalocean.Provider. [invalid_argument]");
  expect(emulator.requests).toEqual([]);
});

it("getDatabaseClusterOutput ignores its parent's provider of another package", async () => {
  const providers = [provider({ token: "cloudflare-token" }, "cloudflare")];
  const parent = new pulumi.ComponentResource("test:index:Parent", "parent-of-other", {}, { providers });
  expect(await tokenOf({}, { parent })).toBe("dop_v1_of-config");
});

it("getDatabaseClusterOutput fails with an error that says that the token came from the provider", async () => {
  const opts = { provider: provider({ token: "dop_v1_unknown" }) };
  const [error] = await failuresOf(getDatabaseClusterOutput({ uuid }, opts));
  expect(error).toMatchObject({ code: "unauthorized" });
  expect((error as Error).message).toContain("It came from the provider");
});

it("getDatabaseClusterOutput returns unknown properties with their secrecy if the provider's token is unknown", async () => {
  await beginProgram({ preview: true });
  const opts = { provider: provider({ token: unknownOutput() }) };
  const all = await seenAll({ ...getDatabaseClusterOutput({ uuid }, opts) });
  for (const property of clusterProperties) {
    expect(all[property]).toMatchObject({ known: false, secret: clusterFields[property].secret });
  }
  expect(emulator.requests).toEqual([]);
  await beginProgram();
});
