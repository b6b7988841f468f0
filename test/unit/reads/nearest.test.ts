import { nearestFirst } from "../../../src/reads/knownNames";

const nearest = (names: string[], wanted: string): string[] => nearestFirst(names, wanted, (name) => name);

it.each([
  ["ordesr", ["audit", "ordering", "order-archive", "orders", "organ"], "orders"],
  ["odrers", ["od", "odr-archive", "odrer-log-2", "orders"], "orders"],
  ["rders", ["readers-and-writers", "rds", "orders"], "orders"],
  ["app-usr", ["app", "app-old", "app-user"], "app-user"],
  ["ANALYTICS", ["analysis", "analytics"], "analytics"],
  ["main-prod", ["main", "main-production-eu", "mian-prod"], "mian-prod"],
  ["billing", ["accounts", "filling-station", "prod-eu-billing"], "prod-eu-billing"],
  ["prod-billing", ["pools", "prod-bidding-xy", "billing"], "billing"],
])("nearestFirst for %j in %j returns %j first", (wanted, names, expected) => {
  expect(nearest(names, wanted)[0]).toBe(expected);
  expect(nearest([...names].reverse(), wanted)).toEqual(nearest(names, wanted));
});

describe("nearestFirst", () => {
  it("orders by the number of typing errors, then by name", () => {
    const names = ["zzzzzz", "ordxxx", "bbbbbb", "orders", "ordexx", "orderx"];
    expect(nearest(names, "orders")).toEqual(["orders", "orderx", "ordexx", "ordxxx", "bbbbbb", "zzzzzz"]);
  });

  it("ranks names that contain the wanted name with those that have two typing errors", () => {
    const names = ["xrdxxs", "my-orders-in-europe", "orders-old", "orderxx", "orderx"];
    expect(nearest(names, "orders")).toEqual([
      "orderx",
      "orderxx",
      "orders-old",
      "my-orders-in-europe",
      "xrdxxs",
    ]);
  });

  it("does not take a single letter of the wanted name for a near name", () => {
    expect(nearest(["o", "s", "", "oxxers"], "orders")[0]).toBe("oxxers");
  });

  it("keeps every candidate and leaves the given list alone", () => {
    const users = [{ name: "b" }, { name: "a" }];
    expect(nearestFirst(users, "a", ({ name }) => name)).toEqual([{ name: "a" }, { name: "b" }]);
    expect(users).toEqual([{ name: "b" }, { name: "a" }]);
    expect(nearest([], "orders")).toEqual([]);
  });

  // The distance between two such names would take hours.
  it("takes less than a minute for names of megabytes and for very many names", () => {
    const long = Array.from({ length: 20 }, (_, index) => `${index}${"a".repeat(2_000_000)}`);
    const many = Array.from({ length: 100_000 }, (_, index) => `x${index}`);
    const started = performance.now();
    expect(nearest(long, "b".repeat(2_000_000))).toHaveLength(20);
    expect(nearest(many, "x".repeat(64))).toHaveLength(100_000);
    expect(performance.now() - started).toBeLessThan(60_000);
  }, 120_000);
});
