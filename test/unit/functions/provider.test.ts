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

/** The token that the lookup was made with. */
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

it("its token comes before the config's, and makes no public property secret", async () => {
  expect(await tokenOf({}, { provider: provider({ token: "dop_v1_of-provider" }) })).toBe(
    "dop_v1_of-provider",
  );
});

it("an argument comes before it", async () => {
  const opts = { provider: provider({ token: "dop_v1_of-provider" }) };
  expect(await tokenOf({ token: "dop_v1_of-argument" }, opts)).toBe("dop_v1_of-argument");
});

it.each<[string, { token?: string }]>([
  ["no token", {}],
  ["an empty one", { token: "" }],
])("one with %s leaves it to the next source", async (_, args) => {
  expect(await tokenOf({}, { provider: provider(args) })).toBe("dop_v1_of-config");
});

it("its endpoint comes before the config's", async () => {
  setConfig({ "digitalocean:token": "dop_v1_of-config", "digitalocean:apiEndpoint": "https://127.0.0.1:1" }, [
    "digitalocean:token",
  ]);
  expect(await tokenOf({}, { provider: provider({ apiEndpoint: emulator.url }) })).toBe("dop_v1_of-config");
});

it("the parent hands its own down", async () => {
  const parent = new pulumi.ComponentResource(
    "test:index:Parent",
    "parent",
    {},
    { providers: [provider({ token: "dop_v1_of-provider" })] },
  );
  expect(await tokenOf({}, { parent })).toBe("dop_v1_of-provider");
});

it("the Promise form refuses the parent's too, rather than use another account's token", async () => {
  const opts = { providers: [provider({ token: "dop_v1_of-provider" })] };
  const parent = new pulumi.ComponentResource("test:index:Parent", "parent-of-promise", {}, opts);
  const error = await rejectionOf(getDatabaseCluster({ uuid }, { parent }));
  expect(error).toMatchObject({ code: "invalid_argument" });
  expect(error.message).toContain("use getDatabaseClusterOutput");
  expect(emulator.requests).toEqual([]);
});

it("a provider of another package is refused, rather than passed over", () => {
  const other = provider({ token: "cloudflare-token" }, "cloudflare");
  const error = thrownBy(() => getDatabaseClusterOutput({ uuid }, { provider: other }));
  expect(error).toMatchObject({ code: "invalid_argument" });
  expect(error.message).toBe("provider: it must be a digitalocean.Provider. [invalid_argument]");
  expect(emulator.requests).toEqual([]);
});

it("one that the parent has for its own package is nobody else's business", async () => {
  const providers = [provider({ token: "cloudflare-token" }, "cloudflare")];
  const parent = new pulumi.ComponentResource("test:index:Parent", "parent-of-other", {}, { providers });
  expect(await tokenOf({}, { parent })).toBe("dop_v1_of-config");
});

it("a token that a message speaks of is said to be the provider's", async () => {
  const opts = { provider: provider({ token: "dop_v1_unknown" }) };
  const [error] = await failuresOf(getDatabaseClusterOutput({ uuid }, opts));
  expect(error).toMatchObject({ code: "unauthorized" });
  expect((error as Error).message).toContain("It came from the provider");
});

it("a token that is unknown in a preview leaves all unknown, the secret ones secret", async () => {
  await beginProgram({ preview: true });
  const opts = { provider: provider({ token: unknownOutput() }) };
  const all = await seenAll({ ...getDatabaseClusterOutput({ uuid }, opts) });
  for (const property of clusterProperties) {
    expect(all[property]).toMatchObject({ known: false, secret: clusterFields[property].secret });
  }
  expect(emulator.requests).toEqual([]);
  await beginProgram();
});
