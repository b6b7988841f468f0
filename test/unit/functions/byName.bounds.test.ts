import { gzipSync } from "node:zlib";
import { getDatabaseCluster } from "../../../src/index";
import { databaseCluster } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { uuidAt } from "../../../testing/emulator/manyClusters";
import { beginProgram, setConfig } from "../pulumiProgram";
import { rejectionOf } from "../rejection";

const emulator = useEmulator();
beforeAll(async () => {
  await beginProgram();
  setConfig({
    "digitalocean:httpRetryMax": "2",
    "digitalocean:httpRetryWaitMin": "0.01",
    "digitalocean:requestTimeoutSeconds": "60",
    "digitalocean:deadlineSeconds": "100",
  });
});
afterAll(() => {
  setConfig({});
});

const links = { pages: { next: "x" } };

/** A server that has another page for ever. */
function serveForEver(page: (page: number) => unknown): void {
  let pages = 0;
  emulator.misbehave((_, response) => {
    response.writeHead(200, { "content-encoding": "gzip" });
    response.end(gzipSync(JSON.stringify(page(++pages)), { level: 1 }));
  });
}

it.each<[string, number, (page: number) => unknown]>([
  [
    "pages of 15 MB",
    5,
    (page) => ({ databases: [{ id: uuidAt(page), name: "a".repeat(15_000_000) }], links }),
  ],
  ["pages of one cluster", 101, (page) => ({ databases: [{ id: uuidAt(page), name: "a" }], links })],
  [
    "pages of a thousand clusters without an id",
    21,
    () => ({ databases: Array.from({ length: 1000 }, () => ({ name: "a" })), links }),
  ],
  [
    "pages of a thousand clusters of the name",
    21,
    (page) => ({
      databases: Array.from({ length: 1000 }, (_, at) => ({
        ...{
          id: uuidAt(page * 1000 + at),
          name: "wanted",
          engine: "pg",
          num_nodes: 1,
          size: "s",
          region: "r",
        },
      })),
      links,
    }),
  ],
])(
  "a list that goes on for ever in %s ends",
  async (_, requests, page) => {
    serveForEver(page);
    const error = await rejectionOf(
      getDatabaseCluster({ name: "wanted", token: Emulator.token, apiEndpoint: emulator.url }),
    );
    expect(error).toMatchObject({ code: "unexpected_response" });
    expect(error.message).toContain(
      "the list of clusters is too long (it has more than 100 pages, 20000 entries or 64 MiB)",
    );
    // A kept connection may have ended while the server was busy: then a page is asked for twice.
    expect(emulator.requests.length).toBeLessThanOrEqual(requests + 2);
  },
  120_000,
);

it("finds a cluster behind many others, whose long names are cut in a message", async () => {
  const others = Array.from({ length: 200 }, (_, at) => ({
    id: uuidAt(at),
    name: `${"long ".repeat(2000)}${at}`,
  }));
  const access = { token: Emulator.token, apiEndpoint: emulator.url };
  emulator.misbehave({ status: 200, body: { databases: [...others, databaseCluster("pg")] } });
  expect((await getDatabaseCluster({ name: "planted-pg", ...access })).engine).toBe("pg");
  const error = await rejectionOf(getDatabaseCluster({ name: "other", ...access }));
  expect(error).toMatchObject({ code: "not_found" });
  expect(error.message.length).toBeLessThan(4000);
});
