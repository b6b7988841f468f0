import { X509Certificate } from "node:crypto";
import { Malformed, object, required, text } from "../decode";
import type { Decoder } from "../decode";

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
