import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { clusterBody, describeCluster } from "../../src/reads/clusterShape";
import { databaseCluster, plantedPassword } from "../../testing/emulator/clusters";
import { caCertificate } from "../../testing/emulator/parts";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { isMarked } from "../host/properties";
import { createExample } from "./example";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

const cluster = databaseCluster("pg");

/** The cluster's properties for the mocks. */
const answer = describeCluster(clusterBody({ database: cluster }, "").database, "");

/** Runs the example with mocks, because there is no Kubernetes here, and prints what the Secret is made with. */
const check = `
const pulumi = require("@pulumi/pulumi");
const answers = {
  "digitalocean-databases:index:getDatabaseCluster": ${JSON.stringify(answer)},
  "digitalocean-databases:index:getDatabaseCa": ${JSON.stringify({ certificate: caCertificate })},
};
pulumi.runtime.setAllConfig({ "project:databaseClusterUuid": "${cluster.id}", "project:applicationUser": "app" });
void pulumi.runtime.setMocks({
  call: ({ token }) => answers[token],
  newResource: ({ name, type, inputs }) => {
    console.log(JSON.stringify({ type, stringData: inputs.stringData }));
    return { id: name, state: { ...inputs, metadata: { name } } };
  },
}, "project", "stack").then(() => require("./index.ts"));
`;

describeWithEngine("the example kubernetes-secret", () => {
  const emulator = useEmulator({ clusters: [cluster] });
  let project: Project;

  beforeAll(async () => {
    project = await createExample("kubernetes-secret", emulator, {
      databaseClusterUuid: cluster.id,
      applicationUser: "app",
    });
  });

  it("gives the application everything it needs in `stringData`", () => {
    writeFileSync(join(project.folder, "check.js"), check);
    const printed = execFileSync(process.execPath, ["-r", "ts-node/register/transpile-only", "check.js"], {
      cwd: project.folder,
      encoding: "utf8",
    });
    const password = plantedPassword("pg-app");
    const host = "private-planted-pg-do-user-1-0.db.example.com";
    const { type, stringData } = JSON.parse(printed) as Record<string, unknown>;
    expect(type).toBe("kubernetes:core/v1:Secret");
    expect(isMarked(stringData) && stringData.value).toMatchObject({
      ...{ PGHOST: host, PGPORT: "25060", PGUSER: "app", PGPASSWORD: password, PGDATABASE: "defaultdb" },
      DATABASE_CA_CERT: caCertificate,
    });
  });
});
