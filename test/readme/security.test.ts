import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { scripts } from "../../package.json";
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
const section = (heading: string): string =>
  page.split(/^## /m).find((text) => text.startsWith(heading)) ?? "";
const rows = (heading: string): string[][] =>
  [...section(heading).matchAll(/^\| (.*) \|$/gm)]
    .slice(2)
    .map(([, row = ""]) => row.split(" | ").map((cell) => cell.trim()));

describe("SECURITY.md", () => {
  it("names, for every threat, tests or commands that there are", () => {
    const threats = rows("Threats");
    expect(threats.length).toBeGreaterThan(10);
    for (const [threat, control, heldBy = ""] of threats) {
      const names = [...heldBy.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
      const missing = names.filter((name) => {
        const script = /^npm run (.+)$/.exec(name)?.[1];
        return script === undefined ? !existsSync(join(repository, name)) : !(script in scripts);
      });
      expect([threat, control === "", names.length > 0, missing]).toEqual([threat, false, true, []]);
    }
  });

  it("names no other file that is not there", () => {
    const names = [...page.matchAll(/`((?:test|src)\/[^`]+)`/g)].map(([, name = ""]) => name);
    expect(names.filter((name) => !existsSync(join(repository, name)))).toEqual([]);
  });

  it("gives the scopes that the errors ask for", () => {
    const part = { clusterUuid: clusterUuid("pg"), name: "a" };
    const scopesOf = (scopes: readonly string[] = defaultScopes): string =>
      scopes.map((scope) => `\`${scope}\``).join(", ");
    const all = [
      clusterRead.subject({ uuid: part.clusterUuid }),
      ...[userRead, connectionPoolRead, replicaRead].map((read) => read.subject(part)),
    ].map(({ scopes }) => scopesOf(scopes));
    const [clusters, ca, metrics] = rows("The scopes").map(([, scopes]) => scopes);
    expect(new Set(all)).toEqual(new Set([clusters]));
    expect(ca).toBe(scopesOf(caRead.subject({ clusterUuid: part.clusterUuid }).scopes));
    expect(metrics).toBe(scopesOf(metricsCredentialsRead.subject(undefined as never).scopes));
  });
});
