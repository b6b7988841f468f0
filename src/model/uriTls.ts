/** The engines whose URIs can name a CA certificate. */
type Engine = "postgresql" | "mysql" | "mongodb";

/**
 * The options of a URI for TLS. Without a CA file, PostgreSQL's and MySQL's encrypt and do not verify the server. With one
 * they also demand a certificate of that CA for the host's name.
 *
 * @param verifyingMode how the API's own URI has the server verified, if it does
 */
export function tlsOptions(
  engine: Engine,
  ssl: boolean,
  caFile: string | undefined,
  verifyingMode?: string,
): string {
  const file = caFile === undefined ? undefined : encodeURIComponent(caFile);
  switch (engine) {
    case "postgresql":
      if (!ssl) {
        return "sslmode=disable";
      }
      return file === undefined
        ? `sslmode=${verifyingMode ?? "require"}`
        : `sslmode=verify-full&sslrootcert=${file}`;
    case "mysql":
      if (!ssl) {
        return "ssl-mode=DISABLED";
      }
      return file === undefined
        ? `ssl-mode=${verifyingMode ?? "REQUIRED"}`
        : `ssl-mode=VERIFY_IDENTITY&ssl-ca=${file}`;
    case "mongodb":
      return file === undefined ? `tls=${ssl}` : `tls=${ssl}&tlsCAFile=${file}`;
  }
}
