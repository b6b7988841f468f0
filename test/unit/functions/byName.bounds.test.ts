import { gzipSync } from "node:zlib";
import { ListBounds } from "../../../src/api/clusterList";
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
    "digitalocean:httpRetryWaitMin": "0.001",
    "digitalocean:requestTimeoutSeconds": "600",
    "digitalocean:deadlineSeconds": "1000",
  });
});
afterAll(() => {
  setConfig({});
});

const links = { pages: { next: "x" } };

/** Makes the emulator answer with one page after another, without end. A page is JSON, compressed by gzip. */
function servePagesWithoutEnd(page: (page: number) => Buffer): void {
  let pages = 0;
  emulator.misbehave((_, response) => {
    response.writeHead(200, { "content-encoding": "gzip" });
    response.end(page(++pages));
  });
}

const compressed = (text: string): Buffer => gzipSync(text, { level: 1 });
const compressedPage = (databases: unknown): Buffer => compressed(JSON.stringify({ databases, links }));

/** The name of 15 million characters in all large pages. It is compressed once. */
const longName = compressed("a".repeat(15_000_000));

/** A page with one cluster with the long name. Parts that are compressed one by one are one text. */
function largePage(page: number): Buffer {
  const [before = "", after = ""] = JSON.stringify({
    ...{ databases: [{ id: uuidAt(page), name: "|" }], links },
  }).split("|");
  return Buffer.concat([compressed(before), longName, compressed(after)]);
}

it.each<[string, number, (page: number) => Buffer]>([
  ["pages of 15 MB", 5, largePage],
  ["pages of one cluster", 101, (page) => compressedPage([{ id: uuidAt(page), name: "a" }])],
  [
    "pages of a thousand clusters without an id",
    21,
    () => compressedPage(Array.from({ length: 1000 }, () => ({ name: "a" }))),
  ],
  [
    "pages of a thousand clusters with the name",
    21,
    (page) =>
      compressedPage(
        Array.from({ length: 1000 }, (_, at) => ({
          ...{ id: uuidAt(page * 1000 + at), name: "wanted", engine: "pg" },
          ...{ num_nodes: 1, size: "s", region: "r" },
        })),
      ),
  ],
])(
  "getDatabaseCluster fails with unexpected_response if the list has endless %s",
  async (_, requests, page) => {
    servePagesWithoutEnd(page);
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

describe("ListBounds", () => {
  /** Whether this many pages, with so many entries and MiB on the first of them, are too much. */
  function isExceeded(pages: number, entries: number, mebibytes: number): boolean {
    const bounds = new ListBounds();
    bounds.add(entries, mebibytes * 1024 ** 2);
    for (let page = 2; page <= pages; page++) {
      bounds.add(0, 0);
    }
    return bounds.isExceeded;
  }

  it("allow 100 pages with 20,000 entries and 64 MiB", () => {
    expect(isExceeded(100, 20_000, 64)).toBe(false);
  });

  it.each([
    [101, 0, 0],
    [1, 20_001, 0],
    [1, 0, 64.001],
  ])("are exceeded by %i pages with %i entries and %f MiB", (pages, entries, mebibytes) => {
    expect(isExceeded(pages, entries, mebibytes)).toBe(true);
  });
});

it("getDatabaseCluster finds a cluster behind others with long names, and shortens these in an error", async () => {
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
