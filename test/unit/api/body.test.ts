import { gzipSync } from "node:zlib";
import { Readable } from "node:stream";
import { boundsOfOne, JsonTally, readBody, TooLarge, Turns } from "../../../src/api/body";
import { databaseCluster } from "../../../testing/emulator/clusters";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { rejectionOf } from "../rejection";
import { failureOf, lookUp, settingsFor } from "./lookUp";
import { everythingElse } from "./simulatedApi";

describe("JsonTally", () => {
  it.each<[string, number]>([
    ["{}", 1],
    ["[{},{}]", 4],
    ['{"a":1,"b":[1,2]}', 6],
    [String.raw`{"a,:[{":"\\\",,,"}`, 2],
    ["[".repeat(1000), 1000],
  ])("counts in %j this number of values: %i", (text, values) => {
    expect(new JsonTally().add(Buffer.from(text))).toBe(values);
    const inPieces = new JsonTally();
    const counts = [...Buffer.from(text)].map((byte) => inPieces.add(Uint8Array.of(byte)));
    expect(counts.at(-1)).toBe(values);
  });
});

describe("Turns", () => {
  it("are given to a few callers at a time, in the order in which they come", async () => {
    const turns = new Turns(2);
    const begun: number[] = [];
    const { signal } = new AbortController();
    const ends = [0, 1, 2, 3].map(async (index) => {
      const end = await turns.begin(signal);
      begun.push(index);
      return end;
    });
    await everythingElse();
    expect(begun).toEqual([0, 1]);
    (await ends[1])?.();
    await everythingElse();
    expect(begun).toEqual([0, 1, 2]);
    (await ends[0])?.();
    await Promise.all(ends);
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it("are not given to a caller whose signal is aborted, but to the next one", async () => {
    const turns = new Turns(1);
    const end = await turns.begin(new AbortController().signal);
    const controller = new AbortController();
    const waiting = turns.begin(controller.signal);
    const next = turns.begin(new AbortController().signal);
    controller.abort(new Error("late"));
    await expect(waiting).rejects.toThrow("late");
    await expect(turns.begin(controller.signal)).rejects.toThrow("late");
    end();
    (await next)();
    (await turns.begin(new AbortController().signal))();
  });
});

describe("readBody", () => {
  const { signal } = new AbortController();
  const read = (chunks: readonly Buffer[], bounds = boundsOfOne): Promise<number> =>
    readBody(Readable.from(chunks), bounds, signal, ({ byteLength }) => byteLength);

  it("reads a body up to its bounds of bytes and values, and fails beyond them", async () => {
    expect(await read([Buffer.alloc(10), Buffer.alloc(10)], { bytes: 20, values: 0 })).toBe(20);
    await expect(read([Buffer.alloc(21)], { bytes: 20, values: 0 })).rejects.toThrow(TooLarge);
    await expect(read([Buffer.from("[[[")], { bytes: 20, values: 2 })).rejects.toThrow(TooLarge);
  });

  it("reads four large bodies at a time, and small ones meanwhile", async () => {
    const stuck = Array.from({ length: 4 }, () => {
      const stream = new Readable({ read: () => undefined });
      stream.push(Buffer.alloc(200_000));
      return { stream, read: readBody(stream, boundsOfOne, signal, () => "read") };
    });
    await everythingElse();
    let isRead = false;
    const large = read([Buffer.alloc(200_000), Buffer.alloc(1)]).then(() => (isRead = true));
    expect(await read([Buffer.alloc(1000)])).toBe(1000);
    await everythingElse();
    expect(isRead).toBe(false);
    // A body that fails ends its turn, too.
    stuck[0]?.stream.destroy(new Error("gone"));
    await expect(stuck[0]?.read).rejects.toThrow("gone");
    await large;
    stuck.slice(1).forEach(({ stream }) => stream.push(null));
    expect(await Promise.all(stuck.slice(1).map((one) => one.read))).toEqual(["read", "read", "read"]);
  });
});

describe("A lookup of a cluster", () => {
  const emulator = useEmulator();
  const settings = (): ReturnType<typeof settingsFor> => settingsFor(emulator.url, { httpRetryMax: 0 });

  /** Answers with a packed body. */
  function answerWith(text: string): void {
    const packed = gzipSync(text);
    emulator.misbehave((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      response.end(packed);
    });
  }

  it.each([
    ["a long text", JSON.stringify({ database: databaseCluster("pg", { region: "x".repeat(5_000_000) }) })],
    ["many empty objects", `{"database":[${"{},".repeat(1_000_000)}{}]}`],
    ["brackets in brackets", `{"database":${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}`],
    [
      "many members of an object",
      `{"database":{${Array.from({ length: 300_000 }, (_, at) => `"k${at}":0`).join()}}}`,
    ],
  ])("fails if the answer is too large because of %s", async (_, text) => {
    answerWith(text);
    const error = await failureOf(settings());
    expect(error).toMatchObject({ code: "unexpected_response", attempts: 1 });
    expect(error.message).toContain("does not answer like the DigitalOcean API: the body is too large.");
  });

  it("reads a cluster with a thousand users and their certificates", async () => {
    const users = Array.from({ length: 1000 }, (_, at) => ({
      name: `user-${at}`,
      role: "normal",
      password: "AVNS_c0ffee1590D_decafXy",
      access_cert: "c".repeat(1500),
      access_key: "k".repeat(1700),
      settings: { acl: [{ id: "1", topic: "orders", permission: "consume" }] },
    }));
    answerWith(JSON.stringify({ database: databaseCluster("pg", { engine: "kafka", users }) }));
    expect((await lookUp(settings())).users).toHaveLength(1000);
  });

  it.each([404, 500])(
    "fails with the code for status %i if the body of that error is very long",
    async (status) => {
      emulator.misbehave({ status, body: "x".repeat(1_000_000) });
      const error = await rejectionOf(lookUp(settings()));
      expect(error).toMatchObject({ status, code: status === 404 ? "not_found" : "server_error" });
    },
  );
});
