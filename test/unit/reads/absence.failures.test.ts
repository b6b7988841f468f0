import { setTimeout as sleep } from "node:timers/promises";
import { clusterUuid, databaseCluster } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { errorReply } from "../../../testing/emulator/routes";
import { namedPartFunctions } from "../functions/partFunctions";
import { beginProgram, setConfig } from "../pulumiProgram";
import { rejectionOf } from "../rejection";

const clusterPath = `/v2/databases/${clusterUuid("pg")}`;

const emulator = useEmulator();
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  access = { token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
  setConfig({ "digitalocean:httpRetryMax": "0" });
});
afterAll(() => {
  setConfig({});
});

/** The answers to a part that is not there, to its cluster, and to what fails of the diagnosis. */
function failAt(partPath: string, failingPath: string, status: number, failsFrom: number): void {
  let asked = 0;
  emulator.misbehave((request, response) => {
    asked += request.url === failingPath ? 1 : 0;
    const isOfPart = request.url === partPath;
    const isFailing = request.url === failingPath && asked >= failsFrom;
    // A replica's cluster is asked for beside it: it is not to be the later of the two.
    void sleep(isOfPart ? 50 : 0).then(() => {
      response.writeHead(isOfPart ? 404 : isFailing ? status : 200);
      const id = isOfPart ? "not_found" : "planted";
      response.end(JSON.stringify(isOfPart || isFailing ? { id } : { database: databaseCluster("pg") }));
    });
  });
}

describe.each(namedPartFunctions)("$name: the diagnosis itself fails, and the first error stays", (part) => {
  const [partPath = ""] = part.paths;
  const listPath = partPath.replace(/\/[^/]+$/, "?page=1&per_page=200");

  it.each<[string, string, number]>([
    ["at the cluster", clusterPath, 500],
    ["at the cluster", clusterPath, 401],
    ["at the list", listPath, 403],
    ["at the list", listPath, 404],
    ["at the list", listPath, 429],
    ["at the list, which is none", listPath, 200],
  ])("%s (%s): %i", async (_, failingPath, status) => {
    // The first request for a replica's cluster is no part of the diagnosis.
    const isBeside = part.paths.includes(failingPath);
    failAt(partPath, failingPath, status, isBeside ? 2 : 1);
    const error = await rejectionOf(part.promised({ ...part.args, ...access }));
    expect(error.message).toMatch(
      /^[a-z ]+ [\w-]+ of database cluster 5a1e0000-0000-4000-8000-000000000001: /,
    );
    expect(error).toMatchObject({ code: "not_found", status: 404, id: "not_found" });
    expect(emulator.requests.length).toBeGreaterThan(part.paths.length);
  });

  it("a 403 of the part itself needs no explanation", async () => {
    emulator.misbehave(errorReply(403, "forbidden", ""));
    expect((await rejectionOf(part.promised({ ...part.args, ...access }))).code).toBe("forbidden");
    expect(emulator.requests).toHaveLength(part.paths.length);
  });
});
