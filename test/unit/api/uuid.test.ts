import { requireUuid } from "../../../src/api/uuid";
import { thrownBy } from "../rejection";

const uuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

describe("requireUuid", () => {
  it("takes a UUID of any version", () => {
    expect(requireUuid(uuid, "uuid")).toBe(uuid);
    expect(requireUuid("00000000-0000-0000-0000-000000000000", "uuid")).toBe(
      "00000000-0000-0000-0000-000000000000",
    );
  });

  it("gives it in lower case, as the API does", () => {
    expect(requireUuid(uuid.toUpperCase(), "uuid")).toBe(uuid);
  });

  it.each<[string, unknown, string]>([
    ["nothing", undefined, "a missing value"],
    ["null", null, "a missing value"],
    ["an empty string", "", "an empty string"],
    ["a number", 7, "a value of type number"],
    ["an array", [uuid], "a value of type array"],
    ["an object", { uuid }, "a value of type object"],
    ["a name", "backend", '"backend"'],
    ["a path", "../account", '"../account"'],
    ["a UUID and a blank", `${uuid} `, "a string of 37 characters"],
    ["a UUID and a line break", `${uuid}\n`, "a string of 37 characters"],
    ["a UUID and a path", `${uuid}/users`, "a string of 42 characters"],
    ["braces", `{${uuid}}`, "a string of 38 characters"],
    ["no hyphens", uuid.replaceAll("-", ""), "a string of 32 characters"],
    ["a letter that is no hex digit", uuid.replace("9", "g"), `"${uuid.replace("9", "g")}"`],
    ["a database password", "AVNS_pasted", "a string of 11 characters"],
    ["a token", "dop_v1_pasted", "a string of 13 characters"],
    ["two lines", "two\nlines", "a string of 9 characters"],
    ["a short URI", "postgres://u:AVNS_x@h", "a string of 21 characters"],
    ["a person's password", "hunter2", "a string of 7 characters"],
  ])("refuses %s", (_, value, described) => {
    const error = thrownBy(() => requireUuid(value, "clusterUuid"));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain(`clusterUuid: ${described} is not a UUID`);
    expect(error.message).not.toMatch(/[\r\n]/);
    expect(error.attempts).toBe(0);
  });

  it("does not show what is longer than a UUID: it may be a token or a URI", () => {
    const token = `dop_v1_${"0123456789abcdef".repeat(4)}`;
    expect(thrownBy(() => requireUuid(token, "uuid")).message).not.toContain("dop_v1");
  });
});
