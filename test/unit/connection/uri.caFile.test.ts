import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import ConnectionString from "mongodb-connection-string-url";
import * as mysql2 from "mysql2";
import { parse } from "pg-connection-string";
import { isCaFile } from "../../../src/connection/uri";
import { connectionUri } from "../../../src/connection/uri";
import { anyText, uriParts } from "./uriParts";

const caFile = "/etc/ssl/database ca+1.pem";
const encoded = "%2Fetc%2Fssl%2Fdatabase%20ca%2B1.pem";
const login = "doadmin:AVNS_secret@db-do-user-1-0.b.db.ondigitalocean.com";

/** Any path that the option accepts. */
const anyPath = anyText.filter(isCaFile);

/** The same cases in every run; a failure prints seed and path. */
const everyRun = { seed: 25062 };

describe("with a CA file", () => {
  it.each<[string, string]>([
    ["pg", `postgresql://${login}:25060/defaultdb?sslmode=verify-full&sslrootcert=${encoded}`],
    ["advanced_pg", `postgresql://${login}:25060/defaultdb?sslmode=verify-full&sslrootcert=${encoded}`],
    ["mysql", `mysql://${login}:25060/defaultdb?ssl-mode=VERIFY_IDENTITY&ssl-ca=${encoded}`],
    ["advanced_mysql", `mysql://${login}:25060/defaultdb?ssl-mode=VERIFY_IDENTITY&ssl-ca=${encoded}`],
    ["mongodb", `mongodb+srv://${login}/defaultdb?tls=true&tlsCAFile=${encoded}&authSource=admin`],
  ])("the URI of %s names it", (engine, expected) => {
    expect(connectionUri(uriParts({ engine, caFile }))).toBe(expected);
  });

  it.each(["redis", "valkey", "kafka", "opensearch"])(
    "the URI of %s stays as it is: it has no option that all drivers know",
    (engine) => {
      const parts = uriParts({ engine, database: undefined });
      expect(connectionUri({ ...parts, caFile })).toBe(connectionUri(parts));
    },
  );

  it.each(["duckdb", "", "toString"])(
    "an unknown engine (%j) is refused, because nothing would verify the server",
    (engine) => {
      const parts = uriParts({ engine, apiUri: "duck://u:p@h" });
      expect(connectionUri(parts)).toBe("duck://u:p@h");
      expect(() => connectionUri({ ...parts, caFile })).toThrow(
        expect.objectContaining({
          code: "invalid_argument",
          message: expect.stringContaining("caFile cannot be used") as string,
        }) as Error,
      );
    },
  );

  it.each(["pg", "mysql", "redis", "valkey", "mongodb", "kafka", "opensearch"])(
    "a connection of %s without TLS is refused",
    (engine) => {
      const parts = uriParts({ engine, ssl: false });
      expect(() => connectionUri({ ...parts, caFile })).toThrow(
        expect.objectContaining({
          code: "invalid_argument",
          message:
            "connectionFor: caFile cannot be used: this connection has no TLS (`ssl` is false), so the server shows no " +
            "certificate. Leave it out. [invalid_argument]",
        }) as Error,
      );
    },
  );
});

describe("what drivers read", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "ca-file-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(["ca.pem", "ca file.pem", "a+b&c=d.pem", "%2F.pem", "é名😀.pem", "#?.pem"])(
    "pg-connection-string reads the file %s, verifies with it, and warns of nothing",
    (name) => {
      const warning = jest.spyOn(process, "emitWarning").mockReturnValue(undefined);
      const path = join(folder, name);
      writeFileSync(path, "the certificate");
      const { ssl } = parse(connectionUri(uriParts({ caFile: path })));
      expect(ssl).toEqual({ ca: "the certificate" });
      expect(warning).not.toHaveBeenCalled();
      warning.mockRestore();
    },
  );

  it("pg-connection-string fails if there is no such file", () => {
    expect(() => parse(connectionUri(uriParts({ caFile: join(folder, "missing.pem") })))).toThrow(/ENOENT/);
  });

  it("mongodb-connection-string-url reads every path", () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        const uri = new ConnectionString(connectionUri(uriParts({ engine: "mongodb", caFile: path })));
        expect([uri.searchParams.get("tls"), uri.searchParams.get("tlsCAFile")]).toEqual(["true", path]);
      }),
      everyRun,
    );
  });

  it("every URL parser reads every path, and nothing else changes", () => {
    fc.assert(
      fc.property(fc.constantFrom("pg", "mysql"), anyPath, (engine, path) => {
        const parts = uriParts({ engine });
        const uri = connectionUri({ ...parts, caFile: path });
        const { searchParams } = new URL(uri);
        expect([...searchParams.keys()]).toHaveLength(2);
        expect(searchParams.get(engine === "pg" ? "sslrootcert" : "ssl-ca")).toBe(path);
        expect(uri.split("?")[0]).toBe(connectionUri(parts).split("?")[0]);
      }),
      everyRun,
    );
  });

  it("mysql2 knows neither option of MySQL's URIs, and uses TLS only if `ssl` is given beside the URI", () => {
    const complaints = jest.spyOn(console, "error").mockReturnValue(undefined);
    const { ConnectionConfig } = mysql2 as unknown as {
      ConnectionConfig: new (options: object | string) => { ssl: unknown; host: string };
    };
    const uri = connectionUri(uriParts({ engine: "mysql", caFile }));
    expect(new ConnectionConfig(uri).ssl).toBe(false);
    const ssl = { ca: "the certificate", verifyIdentity: true };
    expect(new ConnectionConfig({ uri, ssl })).toMatchObject({
      host: "db-do-user-1-0.b.db.ondigitalocean.com",
      ssl: { ...ssl, rejectUnauthorized: true },
    });
    expect(complaints.mock.calls.flat().join()).toContain("ssl-ca");
    complaints.mockRestore();
  });
});
