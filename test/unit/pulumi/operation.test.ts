import { covers, operationOf, reasonNotToWait, runningOperation } from "../../../src/pulumi/operation";

const none = { targets: [], excludes: [], isWithDependents: false };

it.each([
  ["pulumi up", { command: "up" }],
  ["pulumi update --yes", { command: "up" }],
  ["/usr/bin/pulumi --stack dev destroy --run-program", { command: "destroy" }],
  ["pulumi down", { command: "destroy" }],
  ["pulumi -C folder refresh --run-program --yes", { command: "refresh" }],
  ["pulumi pre", { command: "preview" }],
  ["pulumi whoami", { command: undefined }],
  ["pulumi", { command: undefined }],
  ["pulumi up --target a --target=b -t c -td", { command: "up", targets: ["a", "b", "c", "d"] }],
  ["pulumi up -t a,b", { command: "up", targets: ["a", "b"] }],
  ["pulumi up --target-replace a", { command: "up", targets: ["a"] }],
  ["pulumi up --target a --target-dependents", { command: "up", targets: ["a"], isWithDependents: true }],
  ["pulumi up --exclude a -x b", { command: "up", excludes: ["a", "b"] }],
  ["pulumi up --target", { command: "up" }],
])("the command line `%s` is understood as %j", (line, expected) => {
  expect(operationOf(line.split(" "))).toEqual({ ...none, ...expected });
});

const urn = "urn:pulumi:dev::project::t:Group$pulumi-nodejs:dynamic/digitalocean:DatabaseCluster::c";

it.each([
  [{}, true],
  [{ targets: [urn] }, true],
  [{ targets: ["**c"] }, true],
  [{ targets: ["**::c"] }, true],
  [{ targets: ["urn:pulumi:*::project::**"] }, true],
  [{ targets: ["*c"] }, false],
  [{ targets: ["**other", "**d"] }, false],
  [{ targets: ["urn.pulumi**"] }, false],
  [{ excludes: ["**other"] }, true],
  [{ excludes: ["**c"] }, false],
])("a command limited by %j covers the resource: %s", (limits, expected) => {
  expect(covers({ command: "up", ...none, ...limits }, urn)).toBe(expected);
});

it.each([
  ["an update", { command: "up" }, urn, undefined],
  ["a command that is not known", { command: undefined }, urn, undefined],
  ["destroy", { command: "destroy" }, urn, "notUpdating"],
  ["refresh", { command: "refresh" }, undefined, "notUpdating"],
  ["an update of another resource", { command: "up", targets: ["**other"] }, urn, "notTargeted"],
  ["an update of this resource", { command: "up", targets: ["**c"] }, urn, undefined],
  [
    "an update of another resource, for a function",
    { command: "up", targets: ["**c"] },
    undefined,
    "notTargeted",
  ],
  [
    "an update of all but another resource, for a function",
    { command: "up", excludes: ["**d"] },
    undefined,
    undefined,
  ],
])("the reason not to wait in %s", (_, operation, own, expected) => {
  expect(reasonNotToWait({ ...none, ...operation }, own)).toBe(expected);
});

it("a program that no CLI has started knows no command", () => {
  expect(runningOperation()).toEqual({ command: undefined, ...none });
});
