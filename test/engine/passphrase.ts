// Encrypts and decrypts as Pulumi does with a passphrase, so that tests can read and write the files of a stack.
import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

const cipher = "aes-256-gcm";
const tagLength = 16;

/** The encryption of one stack, with the key of its passphrase and its salt. */
export class Encryption {
  private static readonly known = new Map<string, Encryption>();

  private constructor(
    private readonly key: Buffer,
    /** The salt as Pulumi writes it into the config and the state. */
    public readonly salt: string,
  ) {}

  /** The encryption with a new salt, the same one for all stacks of this process with this passphrase. */
  public static withPassphrase(passphrase: string): Encryption {
    return Encryption.remember(passphrase, () => {
      const salt = randomBytes(8);
      const key = keyOf(passphrase, salt);
      return new Encryption(key, `v1:${salt.toString("base64")}:${encrypted("pulumi", key)}`);
    });
  }

  /** The encryption of a stack that has its salt already. */
  public static withSalt(passphrase: string, salt: string): Encryption {
    return Encryption.remember(`${passphrase}\n${salt}`, () => {
      return new Encryption(keyOf(passphrase, Buffer.from(salt.split(":")[1] ?? "", "base64")), salt);
    });
  }

  private static remember(name: string, create: () => Encryption): Encryption {
    const found = Encryption.known.get(name) ?? create();
    Encryption.known.set(name, found).set(`${name}\n${found.salt}`, found);
    return found;
  }

  public encrypt(text: string): string {
    return encrypted(text, this.key);
  }

  public decrypt(ciphertext: string): string {
    const [, nonce = "", text = ""] = ciphertext.split(":");
    const bytes = Buffer.from(text, "base64");
    const decipher = createDecipheriv(cipher, this.key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(bytes.subarray(-tagLength));
    return Buffer.concat([decipher.update(bytes.subarray(0, -tagLength)), decipher.final()]).toString();
  }
}

function keyOf(passphrase: string, salt: Buffer): Buffer {
  return pbkdf2Sync(passphrase, salt, 1_000_000, 32, "sha256");
}

function encrypted(text: string, key: Buffer): string {
  const nonce = randomBytes(12);
  const encryption = createCipheriv(cipher, key, nonce);
  const bytes = Buffer.concat([encryption.update(text), encryption.final(), encryption.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${bytes.toString("base64")}`;
}
