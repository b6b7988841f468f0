// Certificates for servers in tests: each from a CA of its own, as each DigitalOcean project has one.
import { generate } from "selfsigned";

/** A server's certificate and key, and the certificate of the CA that signed it. All PEM. */
export interface ServerCertificate {
  readonly caCertificate: string;
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** The server's name; `localhost` by default. */
  readonly name?: string;
  /** The CA's name. OpenSSL takes two CAs of the same name for one. */
  readonly ca?: string;
  /** The end of its validity; in a year by default. */
  readonly notAfter?: Date;
}

/** Makes a new CA and a server certificate that it has signed. */
export async function issueServerCertificate(options: CertificateOptions = {}): Promise<ServerCertificate> {
  const { name = "localhost", ca: caName = "Demo project CA", notAfter } = options;
  const ca = await generate([{ name: "commonName", value: caName }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: "commonName", value: name }], {
    ...(notAfter === undefined
      ? {}
      : { notBeforeDate: new Date(notAfter.getTime() - 86_400_000), notAfterDate: notAfter }),
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: name },
          ...(name === "localhost" ? [{ type: 7 as const, ip: "127.0.0.1" }] : []),
        ],
      },
    ],
    ca: { key: ca.private, cert: ca.cert },
  });
  return { caCertificate: ca.cert, certificate: server.cert, key: server.private };
}
