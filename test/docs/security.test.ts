import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { caRead } from "../../src/reads/ca";
import { clusterRead } from "../../src/reads/cluster";
import { connectionPoolRead } from "../../src/reads/connectionPool";
import { metricsCredentialsRead } from "../../src/reads/metricsCredentials";
import { replicaRead } from "../../src/reads/replica";
import { userRead } from "../../src/reads/user";
import { defaultScopes } from "../../src/api/subject";
import { clusterUuid } from "../../testing/emulator/clusters";
import { repository } from "./snippets";

const page = readFileSync(join(repository, "SECURITY.md"), "utf8");
const scopes = readFileSync(join(repository, "docs/configuration.md"), "utf8");
const section = (text: string, heading: string): string =>
  text.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";
const rows = (text: string): string[][] =>
  [...text.matchAll(/^\| (.*) \|$/gm)]
    .slice(2)
    .map(([, row = ""]) => row.split(" | ").map((cell) => cell.trim()));

describe("SECURITY.md", () => {
  it("names a test that exists for every threat", () => {
    const threats = section(page, "Threats").split(/^- /m).slice(1);
    expect(threats.length).toBeGreaterThan(15);
    for (const threat of threats) {
      const tests = [...threat.matchAll(/`(test\/[\w./-]+)`/g)].map(([, name = ""]) => name);
      const missing = tests.filter((name) => !existsSync(join(repository, name)));
      expect({ threat, count: tests.length > 0, missing }).toEqual({ threat, count: true, missing: [] });
    }
  });
});

describe("docs/configuration.md", () => {
  it("gives the scopes that the errors ask for", () => {
    const part = { clusterUuid: clusterUuid("pg"), name: "a" };
    const scopesOf = (needed: readonly string[] = defaultScopes): string =>
      needed.map((scope) => `\`${scope}\``).join(", ");
    const all = [
      clusterRead.subject({ uuid: part.clusterUuid }),
      ...[userRead, connectionPoolRead, replicaRead].map((read) => read.subject(part)),
    ].map(({ scopes }) => scopesOf(scopes));
    const [clusters, ca, metrics] = rows(section(scopes, "The scopes")).map(([, given]) => given);
    expect(new Set(all)).toEqual(new Set([clusters]));
    expect(ca).toBe(scopesOf(caRead.subject({ clusterUuid: part.clusterUuid }).scopes));
    expect(metrics).toBe(scopesOf(metricsCredentialsRead.subject(undefined as never).scopes));
  });
});
