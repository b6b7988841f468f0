// Emulators over https, with certificates of different authorities.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { issueServerCertificate } from "../../testing/certificates";
import type { CertificateOptions } from "../../testing/certificates";
import { Emulator } from "../../testing/emulator/emulator";

/** A certificate, and whether the processes that look something up know its authority. */
export type Certificate = CertificateOptions & { readonly isKnown: boolean };

/** Emulators, each with a certificate of an authority of its own. */
export class CertifiedEmulators<Name extends string> {
  private readonly folder = mkdtempSync(join(tmpdir(), "certificates-"));
  private readonly emulators = new Map<Name, Emulator>();

  /** Starts an emulator for each certificate. */
  public async start(certificates: Readonly<Record<Name, Certificate>>): Promise<void> {
    const known: string[] = [];
    for (const [name, { isKnown, ...options }] of Object.entries<Certificate>(certificates)) {
      const { key, certificate, caCertificate } = await issueServerCertificate({ ...options, ca: name });
      this.emulators.set(name as Name, await Emulator.start({}, { key, cert: certificate }));
      known.push(...(isKnown ? [caCertificate] : []));
    }
    writeFileSync(this.file, known.join("\n"));
  }

  public get(name: Name): Emulator {
    return this.emulators.get(name) as Emulator;
  }

  /** The variable by which Node knows the authorities. */
  public get environment(): { NODE_EXTRA_CA_CERTS: string } {
    return { NODE_EXTRA_CA_CERTS: this.file };
  }

  public async stop(): Promise<void> {
    await Promise.all([...this.emulators.values()].map((emulator) => emulator.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get file(): string {
    return join(this.folder, "ca.pem");
  }
}
