import { X509Certificate } from "node:crypto";
import { Malformed, object, required, text } from "../api/decode";
import type { Decoder } from "../api/decode";
import { partSubject } from "../api/subject";
import { requireUuid } from "./identifiers";
import type { LookUpArgs, Read } from "./read";
import { caFields } from "./secrecy";

/** One certificate in a PEM text. */
const pemCertificate = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** PEM in base64, once decoded and seen to hold nothing but certificates. */
const certificate: Decoder<string | undefined> = (value, path) => {
  const encoded = text(value, path);
  if (encoded === undefined) {
    return undefined;
  }
  const base64 = encoded.replace(/\s+/g, "");
  const pem = Buffer.from(base64, "base64").toString("utf8");
  const certificates = pem.match(pemCertificate) ?? [];
  if (
    !/^[A-Za-z0-9+/]+={0,2}$/.test(base64) ||
    certificates.length === 0 ||
    pem.replace(pemCertificate, "").trim() !== "" ||
    !certificates.every(isCertificate)
  ) {
    throw new Malformed(`${path} is no PEM certificate in base64`);
  }
  return pem;
};

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== "";
  } catch {
    return false;
  }
}

/** The body of `GET /v2/databases/{uuid}/ca`. */
export const certificateBody = object({ ca: required(object({ certificate: required(certificate) })) });

/** Which cluster's. */
export interface CaArgs extends LookUpArgs {
  readonly clusterUuid: string;
}

interface Key {
  readonly clusterUuid: string;
}

/** `GET /v2/databases/{uuid}/ca`. */
export const caRead: Read<CaArgs, Key, string, CaProperties> = {
  name: "getDatabaseCa",
  fields: caFields,
  envelope: "ca",
  body: (body, path) => certificateBody(body, path).ca.certificate,
  key: ({ clusterUuid }) => ({ clusterUuid: requireUuid(clusterUuid, "clusterUuid") }),
  subject: ({ clusterUuid }) => ({
    ...partSubject("the CA certificate", clusterUuid),
    scopes: ["database:read"],
  }),
  ask: ({ key, subject, api }) => api.getCa(key.clusterUuid, subject),
  describe: (certificate, { clusterUuid }) => ({ clusterUuid, certificate }),
  defaults: (key) => key,
  credentials: [],
  facts: (_, key) => ({ subject: caRead.subject(key) }),
};

/** The CA certificate of a cluster, as plain values. */
export interface CaProperties {
  /** UUID of the cluster. Public. From the argument. */
  readonly clusterUuid: string;
  /**
   * The certificate of the CA that signs the cluster's certificates, PEM: what a client verifies the server
   * with. Public. From `ca.certificate`, which is that in base64.
   */
  readonly certificate: string;
}
