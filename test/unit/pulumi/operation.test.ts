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
])("operationOf reads the command line `%s` as %j", (line, expected) => {
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
])("covers of a command limited by %j is %s for the resource", (limits, expected) => {
  expect(covers({ command: "up", ...none, ...limits }, urn)).toBe(expected);
});

it.each([
  ["an update", undefined, { command: "up" }, urn],
  ["an unknown command", undefined, { command: undefined }, urn],
  ["destroy", "notUpdating", { command: "destroy" }, urn],
  ["refresh", "notUpdating", { command: "refresh" }, undefined],
  ["an update of another resource", "notTargeted", { command: "up", targets: ["**other"] }, urn],
  ["an update of this resource", undefined, { command: "up", targets: ["**c"] }, urn],
  [
    "an update of another resource, for a function,",
    "notTargeted",
    { command: "up", targets: ["**c"] },
    undefined,
  ],
  [
    "an update of all but another resource, for a function,",
    undefined,
    { command: "up", excludes: ["**d"] },
    undefined,
  ],
])("reasonNotToWait in %s is %s", (_, expected, operation, own) => {
  expect(reasonNotToWait({ ...none, ...operation }, own)).toBe(expected);
});

it("runningOperation has no command if no CLI has started the program", () => {
  expect(runningOperation()).toEqual({ command: undefined, ...none });
});
