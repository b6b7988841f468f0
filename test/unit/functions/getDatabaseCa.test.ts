import { X509Certificate } from "node:crypto";
import { connectionEnv, connectionFor, getDatabaseCa, getDatabaseCluster } from "../../../src/index";
import { issueServerCertificate } from "../../../testing/certificates";
import type { ServerCertificate } from "../../../testing/certificates";
import { clusterUuid, databaseCluster, engines } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { caCertificate } from "../../../testing/emulator/parts";
import { leaksIn } from "../leaks";
import { beginProgram } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { seen } from "../seenOutput";

const emulator = useEmulator({ clusters: engines.map((engine) => databaseCluster(engine)) });
let args: { clusterUuid: string; token: string; apiEndpoint: string };
let issued: ServerCertificate;
beforeAll(async () => {
  issued = await issueServerCertificate();
  args = { clusterUuid: clusterUuid("pg"), token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
});
beforeEach(() => {
  emulator.state.caCertificate = caCertificate;
});

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** The certificate that the lookup returns for an answer. */
async function certificateOf(encoded: string): Promise<string> {
  emulator.misbehave({ status: 200, body: { ca: { certificate: encoded } } });
  return (await getDatabaseCa(args)).certificate;
}

it.each(engines)("getDatabaseCa returns a certificate of %s that TLS clients can read", async (engine) => {
  const { certificate } = await getDatabaseCa({ ...args, clusterUuid: clusterUuid(engine) });
  expect(new X509Certificate(certificate).subject).toBe("CN=planted Project CA");
});

it("getDatabaseCa needs only the scope database:read", async () => {
  emulator.allow("dop_v1_reader", ["database:read"]);
  expect((await getDatabaseCa({ ...args, token: "dop_v1_reader" })).certificate).toBe(caCertificate);
});

it("getDatabaseCa fails with forbidden and names that one scope if the token lacks it", async () => {
  emulator.allow("dop_v1_blind", []);
  const error = await rejectionOf(getDatabaseCa({ ...args, token: "dop_v1_blind" }));
  expect(error.message).toMatch(
    /^the CA certificate of database cluster .* it needs the scope database:read\. .*\[forbidden\]$/,
  );
});

it("getDatabaseCa returns a certificate for connectionEnv", async () => {
  const cluster = await getDatabaseCluster({
    uuid: args.clusterUuid,
    token: args.token,
    apiEndpoint: emulator.url,
  });
  const { certificate } = await getDatabaseCa(args);
  const environment = connectionEnv(connectionFor(cluster), { caCertificate: certificate });
  expect((await seen(environment)).value).toMatchObject({ DATABASE_CA_CERT: caCertificate });
});

describe("getDatabaseCa", () => {
  it("returns all certificates of a chain", async () => {
    const chain = `${issued.certificate}\n${issued.caCertificate}\n`;
    expect(await certificateOf(base64(chain))).toBe(chain);
  });

  it("returns a certificate with the line breaks of Windows", async () => {
    const pem = caCertificate.replaceAll("\n", "\r\n");
    expect(await certificateOf(base64(pem))).toBe(pem);
  });

  it("accepts base64 in lines and without padding", async () => {
    const lines = base64(caCertificate).replace(/.{76}/g, "$&\n");
    expect(await certificateOf(lines)).toBe(caCertificate);
    expect(await certificateOf(base64(caCertificate).replace(/=+$/, ""))).toBe(caCertificate);
  });
});

describe("getDatabaseCa", () => {
  const between = (kind: string, inside: string): string =>
    `-----BEGIN ${kind}-----\n${inside}\n-----END ${kind}-----\n`;

  it.each<[string, () => string]>([
    ["PEM that is not in base64", () => caCertificate],
    [
      "base64url",
      () => base64(`${caCertificate}\u00ff\u00ff\u00ff`).replaceAll("+", "-").replaceAll("/", "_") + "-",
    ],
    ["a text", () => "planted-secret!"],
    ["base64 of a text", () => base64("planted-secret")],
    ["base64 of HTML", () => base64("<html>planted-secret</html>")],
    ["base64 of a private key", () => base64(issued.key)],
    ["a certificate and its private key", () => base64(`${issued.certificate}${issued.key}`)],
    ["a private key and its certificate", () => base64(`${issued.key}${issued.certificate}`)],
    ["a certificate with a text before it", () => base64(`planted-secret\n${caCertificate}`)],
    ["a certificate with a text after it", () => base64(`${caCertificate}planted-secret`)],
    ["a certificate that is not valid", () => base64(between("CERTIFICATE", base64("planted-secret")))],
    [
      "a valid certificate and one that is not valid",
      () => base64(caCertificate + between("CERTIFICATE", base64("planted-secret"))),
    ],
    ["a certificate that ends early", () => base64(caCertificate.replace(/\n.+\n-----END/, "\n-----END"))],
    ["a certificate without its end", () => base64(caCertificate.slice(0, -30))],
    ["another kind of PEM", () => base64(caCertificate.replaceAll("CERTIFICATE", "PUBLIC KEY"))],
    [
      "a private key that is called a certificate",
      () => base64(issued.key.replaceAll(/(BEGIN|END) [A-Z ]*KEY/g, "$1 CERTIFICATE")),
    ],
    ["base64 of blanks", () => base64("  \n")],
    // A pattern that backtracks at each blank would take hours.
    ["a million blanks", () => `${base64("planted-secret")}${" ".repeat(1_000_000)}!`],
  ])("fails and does not show the value if the API answers with %s", async (_, encoded) => {
    const error = await rejectionOf(certificateOf(encoded()));
    expect(error).toMatchObject({ code: "unexpected_response", status: 200, clusterUuid: args.clusterUuid });
    expect(error.message).toContain("ca.certificate is no PEM certificate in base64");
    const lines = [...issued.key.split("\n"), ...caCertificate.split("\n")].filter((line) =>
      /^[^-]/.test(line),
    );
    expect(leaksIn(error, ["planted-secret", ...lines])).toEqual([]);
    expect(error.message).not.toContain(encoded().slice(0, 40));
  });

  it("fails with unexpected_response if the certificate is empty", async () => {
    const error = await rejectionOf(certificateOf(""));
    expect(error).toMatchObject({ code: "unexpected_response" });
    expect(error.message).toContain("ca.certificate is missing");
  });
});

it("getDatabaseCa fails with not_found after one request if the cluster does not exist", async () => {
  const absent = "5a1e0000-0000-4000-8000-0000000000ff";
  const error = await rejectionOf(getDatabaseCa({ ...args, clusterUuid: absent }));
  expect(error).toMatchObject({ code: "not_found", status: 404, clusterUuid: absent, attempts: 1 });
  expect(error.message).toMatch(
    new RegExp(
      `^the CA certificate of database cluster ${absent}: not found: it does not exist, or the token`,
    ),
  );
});
