import { excess, figure, figureBeside, isMissed } from "../../../testing/figures/figure";
import { sampleInTurn, spreadOf } from "../../../testing/figures/samples";
import { tableOf } from "../../../testing/figures/table";

it("spreadOf returns the median and the quartiles of samples in any order", () => {
  expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ low: 2, median: 3, high: 4 });
  expect(spreadOf([4, 1, 3, 2])).toEqual({ low: 1.75, median: 2.5, high: 3.25 });
  expect(spreadOf([7])).toEqual({ low: 7, median: 7, high: 7 });
});

it("sampleInTurn takes samples in turn, begins each round with another variant, and drops the first round", async () => {
  const order: string[] = [];
  const take = (name: string) => (): Promise<number> => Promise.resolve(order.push(name));
  expect(await sampleInTurn(2, { a: take("a"), b: take("b") })).toEqual({ a: [4, 5], b: [3, 6] });
  expect(order).toEqual(["a", "b", "b", "a", "a", "b"]);
});

describe("A figure", () => {
  it("is compared with its reference round by round", () => {
    const line = figureBeside("ours", "ms", [2, 20, 3], "theirs", [1, 10, 1], 2);
    expect(line).toMatchObject({ value: { median: 3 }, reference: { median: 1 }, ratio: { median: 2 } });
    expect(isMissed(line)).toBe(false);
    expect(isMissed({ ...line, atMost: 1.9 })).toBe(true);
  });

  it("can be how much one variant exceeds another", () => {
    const line = excess("ours", "s", { ours: [3, 4], theirs: [1, 2] }, "theirs", 4, 0.4);
    expect(line).toMatchObject({ value: { median: 2 }, reference: { median: 4 }, ratio: { median: 0.5 } });
    expect(isMissed(line)).toBe(true);
  });

  it("without samples is missed if it has a target", () => {
    expect(isMissed(figure("ours", "ms", [], 1))).toBe(true);
    expect(isMissed(figure("ours", "ms", []))).toBe(false);
  });

  it("is a row of the table", () => {
    const lines = [figure("alone", "KB", [1234.5], 100), figureBeside("ours", "ms", [2], "theirs", [1.5])];
    expect(tableOf(lines).split("\n").slice(2)).toEqual([
      "| alone   | 1235 KB |        |        |                   | 100     | missed |",
      "| ours    | 2 ms    | theirs | 1.5 ms | 1.33 (1.33–1.33)  |         |        |",
    ]);
  });
});
