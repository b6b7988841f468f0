import { generate } from "selfsigned";

/** A server's certificate and key, and the certificate of the CA that signed it. All PEM. */
export interface ServerCertificate {
  readonly caCertificate: string;
  readonly certificate: string;
  readonly key: string;
}

/** A CA of our own and a certificate of its for `localhost`, as each DigitalOcean project has a CA of its own. */
export async function issueServerCertificate(): Promise<ServerCertificate> {
  const ca = await generate([{ name: "commonName", value: "Demo project CA" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
    ca: { key: ca.private, cert: ca.cert },
  });
  return { caCertificate: ca.cert, certificate: server.cert, key: server.private };
}
