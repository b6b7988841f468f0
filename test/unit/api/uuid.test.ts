import { requireUuid } from "../../../src/reads/identifiers";
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
    ["nothing", undefined, "nothing"],
    ["null", null, "nothing"],
    ["an empty string", "", "an empty string"],
    ["a number", 7, "number"],
    ["an array", [uuid], "object"],
    ["an object", { uuid }, "object"],
    ["a name", "backend", '"backend"'],
    ["a path", "../account", '"../account"'],
    ["a UUID and a blank in it", `${uuid.slice(0, 8)} ${uuid.slice(8)}`, "a string of 37 characters"],
    ["two UUIDs", `${uuid}\n${uuid}`, "a string of 73 characters"],
    ["blanks alone", " \n", "an empty string"],
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
    expect(error.message).toContain(
      `clusterUuid: expected a UUID such as 9cc10173-e9ea-4176-9dbc-a4cee4c4ff30, got ${described}; `,
    );
    expect(error.message).not.toMatch(/[\r\n]/);
    expect(error.attempts).toBe(0);
  });

  it.each(["\n", "\r\n", " ", "\t", "\u00a0", "\ufeff"])("removes %j around it", (blank) => {
    expect(requireUuid(`${blank}${uuid}${blank}`, "uuid")).toBe(uuid);
  });

  it.each<[string, string]>([
    ["a character too few", uuid.slice(0, -1)],
    ["a character too many", `${uuid}0`],
    ["three characters too few", uuid.slice(3)],
    ["a hyphen too few", uuid.replace("-", "")],
    ["no hyphens", uuid.replaceAll("-", "")],
    ["a letter O for a zero", uuid.replace("0", "o")],
    ["a hyphen in the wrong place", "9cc1017-3e9ea-4176-9dbc-a4cee4c4ff30"],
  ])("says what a UUID looks like if it is given one with %s", (_, value) => {
    expect(thrownBy(() => requireUuid(value, "uuid")).message).toContain(
      "; a UUID has five groups of 8, 4, 4, 4 and 12 hexadecimal digits with hyphens between them. Copy it again",
    );
  });

  it.each<[string, string]>([
    ["the URN", `do:dbaas:${uuid}`],
    ["the URN in capitals", `do:dbaas:${uuid.toUpperCase()}\n`],
    ["the address in the control panel", `https://cloud.digitalocean.com/databases/${uuid}?i=ab12cd`],
    ["the address of a page of it", `https://cloud.digitalocean.com/databases/${uuid}/users`],
    ["an address without a scheme", `cloud.digitalocean.com/databases/${uuid}`],
    ["the address in the API", `https://api.digitalocean.com/v2/databases/${uuid}`],
    ["the path in the API", `/v2/databases/${uuid}#top`],
    ["quotation marks", `"${uuid}"`],
    ["braces", `{${uuid}}`],
  ])("says which part of %s is meant", (_, value) => {
    const { message } = thrownBy(() => requireUuid(value, "uuid"));
    expect(message).toMatch(
      /^uuid: expected a UUID such as .+, got a string of \d+ characters; give .+ alone\./,
    );
    expect(message).toContain(`; give ${uuid} alone.`);
    expect(message).not.toContain("ab12cd");
  });

  it.each<[string, string]>([
    ["is a password in a URI", `postgres://doadmin:${uuid.replace("9", "8")}@db.example.com/databases`],
    [
      "is a login in a URI that ends as one of a cluster",
      `https://${uuid.replace("9", "8")}@host/databases/${uuid}`,
    ],
    ["is in a query", `https://example.com/?token=${uuid.replace("9", "8")}`],
    ["is in a query that looks like a path", `https://example.com/?a=/databases/${uuid.replace("9", "8")}`],
    ["belongs to something else", `do:vpc:${uuid.replace("9", "8")}`],
  ])("does not show a UUID that %s", (_, value) => {
    expect(thrownBy(() => requireUuid(value, "uuid")).message).not.toContain(uuid.replace("9", "8"));
  });

  it("says how to look up by name if it is given one", () => {
    expect(thrownBy(() => requireUuid("orders-db-1", "uuid", "do this")).message).toContain("; do this. ");
    expect(thrownBy(() => requireUuid("backend", "clusterUuid")).message).toContain(
      "; to look up by name, take the `id` of `getDatabaseCluster({ name })`.",
    );
    for (const other of ["AVNS_pasted", "../account", "", " ", "a/b", "two words"]) {
      expect(thrownBy(() => requireUuid(other, "uuid")).message).not.toContain("by name");
    }
  });

  it("is quick with a long text", () => {
    const started = Date.now();
    for (const part of ["/databases", "a/", "-", "{", "do:dbaas:", "\n"]) {
      thrownBy(() => requireUuid(`x${part.repeat(200_000)}x`, "uuid"));
    }
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it("does not show what is longer than a UUID: it may be a token or a URI", () => {
    const token = `dop_v1_${"0123456789abcdef".repeat(4)}`;
    expect(thrownBy(() => requireUuid(token, "uuid")).message).not.toContain("dop_v1");
  });
});
