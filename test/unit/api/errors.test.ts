import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { DigitalOceanApiError } from "../../../src/errors";

const error = new DigitalOceanApiError("not_found", "database cluster x: there is none.", { status: 404 });

it("is one line, whoever shows it", () => {
  expect(error.stack).toBe(error.message);
  expect(String(error)).toBe("DigitalOceanApiError: database cluster x: there is none. [not_found]");
  // The SDK writes its own words in front.
  error.message = `error serializing property "uri": ${error.message}`;
  expect(error.message).toBe("database cluster x: there is none. [not_found]");
});

describe("the code at the end of the message", () => {
  it("is there once, also if the error is made from another's message", () => {
    const again = new DigitalOceanApiError("not_found", error.message);
    expect(again.message).toBe(error.message);
    expect(new DigitalOceanApiError("timeout", error.message).message).toBe(
      "database cluster x: there is none. [timeout]",
    );
  });

  it("does not replace other words in brackets", () => {
    for (const end of ["named [secret]", "[the end]", "[not_found] or so", "a[not_found]"]) {
      expect(new DigitalOceanApiError("not_found", `x ${end}`).message).toBe(`x ${end} [not_found]`);
    }
  });
});

it("is what Pulumi shows without a stack, and shows nothing of how it does that", () => {
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: "DigitalOceanApiError",
    code: "not_found",
    status: 404,
    attempts: 0,
  });
  expect(inspect(error)).not.toContain("pulumi");
});

it.each<[string, unknown, boolean]>([
  ["itself", error, true],
  ["one of another copy", Object.assign(new Error("x"), { name: "DigitalOceanApiError", code: "y" }), true],
  ["one without a code", Object.assign(new Error("x"), { name: "DigitalOceanApiError" }), false],
  ["a system's error", Object.assign(new Error("x"), { code: "ECONNREFUSED" }), false],
  ["no error", { name: "DigitalOceanApiError", code: "not_found" }, false],
  ["nothing", undefined, false],
])("isInstance: %s", (_, value, expected) => {
  expect(DigitalOceanApiError.isInstance(value)).toBe(expected);
});
