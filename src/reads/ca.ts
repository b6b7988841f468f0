/** The CA certificate of a cluster: its form in the API's answers, its properties, and the request for it. */
import { X509Certificate } from "node:crypto";
import { Malformed, object, required, text } from "../api/decode";
import type { Decoded, Decoder } from "../api/decode";
import { clusterPath, partSubject } from "../api/subject";
import { requireUuid } from "./identifiers";
import type { LookUpArgs, Read } from "./read";
import { caFields } from "./secrecy";

/** One certificate in a PEM text. */
const pemCertificate = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** The base64 form of a PEM text that contains only certificates. */
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

interface CaArgs extends LookUpArgs {
  readonly clusterUuid: string;
}

type Certificate = Decoded<typeof certificateBody>["ca"];

interface Key {
  readonly clusterUuid: string;
}

/** `GET /v2/databases/{uuid}/ca`. */
export const caRead: Read<CaArgs, Key, Certificate, CaProperties> = {
  name: "getDatabaseCa",
  fields: caFields,
  credentials: [],
  key: ({ clusterUuid }) => ({ clusterUuid: requireUuid(clusterUuid, "clusterUuid") }),
  subject: ({ clusterUuid }) => ({
    ...partSubject("the CA certificate", clusterUuid),
    scopes: ["database:read"],
  }),
  ask: async ({ key, subject, api }) =>
    (await api.get(`${clusterPath(key.clusterUuid)}/ca`, subject, certificateBody)).ca,
  describe: (ca, { clusterUuid }) => ({ clusterUuid, certificate: ca.certificate }),
  defaults: (key) => key,
  facts: (_, key) => ({ subject: caRead.subject(key) }),
};

/** The CA certificate of a cluster, as plain values. */
export interface CaProperties {
  /** UUID of the cluster. Public. From the argument. */
  readonly clusterUuid: string;
  /** The certificate, PEM. Clients verify the cluster's servers with it. Public. From `ca.certificate`, decoded. */
  readonly certificate: string;
}
