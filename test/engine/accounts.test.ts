import { issueServerCertificate } from "../../testing/certificates";
import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { Project, describeWithEngine } from "./workspace";

/** Two accounts by their namespaces, with data functions and resources, and a third one by its token. */
const program = `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster, getDatabaseCa, getDatabaseCluster, getDatabaseClusterOutput } = require("pulumi-digitalocean-databases");
const config = new pulumi.Config();
const uuid = config.require("databaseClusterUuid");
const configNamespace = "digitalocean-eu";
const own = getDatabaseClusterOutput({ uuid });
const ownResource = new DatabaseCluster("own", { uuid });
const european = getDatabaseClusterOutput({ uuid, configNamespace });
const europeanResource = new DatabaseCluster("european", { uuid, configNamespace });
const partner = getDatabaseClusterOutput({
  name: "partner",
  token: config.requireSecret("partnerToken"),
  apiEndpoint: config.require("partnerEndpoint"),
});
module.exports = async () => ({
  own: own.name,
  ownResource: ownResource.name,
  european: european.name,
  europeanResource: europeanResource.name,
  europeanPromise: (await getDatabaseCluster({ name: "european", configNamespace })).name,
  europeanCertificate: (await getDatabaseCa({ clusterUuid: uuid, configNamespace })).certificate,
  partner: partner.name,
  partnerPassword: partner.password,
});
`;

const accounts = ["own", "european", "partner"] as const;

describeWithEngine("the clusters of several accounts in one program", () => {
  const emulators = new Map<string, Emulator>();
  let project: Project;

  beforeAll(async () => {
    // Every account has a cluster with the same UUID. Its name shows which account was asked.
    for (const account of accounts) {
      const emulator = await Emulator.start({
        clusters: [databaseCluster("pg", { name: account })],
        caCertificate: (await issueServerCertificate()).caCertificate,
      });
      emulator.tokens.clear();
      emulator.allow(`dop_v1_${account}`);
      emulators.set(account, emulator);
    }
    const endpoint = (account: string): string => emulators.get(account)?.url ?? "";
    project = Project.create("accounts", {
      program,
      config: {
        databaseClusterUuid: databaseCluster("pg").id,
        "digitalocean:apiEndpoint": endpoint("own"),
        "digitalocean-eu:apiEndpoint": endpoint("european"),
        partnerEndpoint: endpoint("partner"),
      },
      secretConfig: {
        "digitalocean:token": "dop_v1_own",
        "digitalocean-eu:token": "dop_v1_european",
        partnerToken: "dop_v1_partner",
      },
    });
  });

  afterAll(async () => {
    await Promise.all([...emulators.values()].map((emulator) => emulator.stop()));
  });

  it("are each read with their own token only", async () => {
    const { outputs } = await project.up();
    const seen = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    expect(seen).toEqual({
      ...{ own: "own", ownResource: "own" },
      ...{ european: "european", europeanResource: "european", europeanPromise: "european" },
      ...{ partner: "partner", partnerPassword: expect.stringMatching(/^AVNS_/) as unknown },
      europeanCertificate: emulators.get("european")?.state.caCertificate,
    });
    for (const account of accounts) {
      const tokens = emulators.get(account)?.requests.map(({ headers }) => headers.authorization);
      expect(new Set(tokens)).toEqual(new Set([`Bearer dop_v1_${account}`]));
    }
    // A public property stays public although the token is a secret.
    expect(outputs["partner"]?.secret).toBe(false);
    expect(outputs["partnerPassword"]?.secret).toBe(true);
  });

  it("fail without a token with the namespace that lacks it", async () => {
    const restore = project.keepConfig();
    project.removeConfig("digitalocean-eu:token");
    const { code, printed } = await project.run("preview");
    restore();
    expect(code).not.toBe(0);
    expect(printed).toContain(
      "no DigitalOcean token for the namespace digitalocean-eu. Set one with `pulumi config set --secret digitalocean-eu:token`",
    );
  });
});
