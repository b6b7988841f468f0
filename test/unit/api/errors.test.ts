import { inspect } from "node:util";
// Without the rest of the SDK.
import { RunError } from "@pulumi/pulumi/errors";
import { DigitalOceanApiError } from "../../../src/errors";

const error = new DigitalOceanApiError("not_found", "database cluster x: there is none.", { status: 404 });

describe("DigitalOceanApiError", () => {
  it("is one line in its stack, as a string, and after the SDK has added words to it", () => {
    expect(error.stack).toBe(error.message);
    expect(String(error)).toBe("DigitalOceanApiError: database cluster x: there is none. [not_found]");
    // As the SDK does.
    error.message = `error serializing property "uri": ${error.message}`;
    expect(error.message).toBe("database cluster x: there is none. [not_found]");
  });

  it("is an error that Pulumi shows without its stack, and has no visible member for that", () => {
    expect(RunError.isInstance(error)).toBe(true);
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "DigitalOceanApiError",
      code: "not_found",
      status: 404,
      attempts: 0,
    });
    expect(inspect(error)).not.toContain("pulumi");
  });

  it.each<[string, boolean, unknown]>([
    ["an error of this package", true, error],
    [
      "an error of another copy of this package",
      true,
      Object.assign(new Error("x"), { name: "DigitalOceanApiError", code: "y" }),
    ],
    ["an error without a code", false, Object.assign(new Error("x"), { name: "DigitalOceanApiError" })],
    ["an error of the system", false, Object.assign(new Error("x"), { code: "ECONNREFUSED" })],
    ["an object that is not an error", false, { name: "DigitalOceanApiError", code: "not_found" }],
    ["undefined", false, undefined],
  ])("isInstance of %s is %s", (_, expected, value) => {
    expect(DigitalOceanApiError.isInstance(value)).toBe(expected);
  });
});

describe("The code at the end of a DigitalOceanApiError's message", () => {
  it("is there once, even if the error is made from the message of another error", () => {
    const again = new DigitalOceanApiError("not_found", error.message);
    expect(again.message).toBe(error.message);
    expect(new DigitalOceanApiError("timeout", error.message).message).toBe(
      "database cluster x: there is none. [timeout]",
    );
  });

  it("is added after other words in brackets", () => {
    for (const end of ["named [secret]", "[the end]", "[not_found] or so", "a[not_found]"]) {
      expect(new DigitalOceanApiError("not_found", `x ${end}`).message).toBe(`x ${end} [not_found]`);
    }
  });
});
