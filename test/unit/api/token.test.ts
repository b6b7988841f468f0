import { requireTokenForm } from "../../../src/api/settings";
import { leaksIn } from "../leaks";
import { thrownBy } from "../rejection";

const token = `dop_v1_${"0123456789abcdef".repeat(4)}`;

describe("requireTokenForm", () => {
  it.each([token, "doo_v1_x", "0123456789abcdef"])("takes %s", (given) => {
    expect(requireTokenForm(given, "the argument token")).toBe(given);
  });

  it.each<[string, unknown]>([
    ["an empty string", ""],
    ["a line break at the end", `${token}\n`],
    ["a header of its own", `${token}\r\nX-Injected: 1`],
    ["a blank in front", ` ${token}`],
    ["a blank within", token.replace("_v1_", " v1 ")],
    ["a tab", `${token}\t`],
    ["a control character", `${token}\u0000`],
    ["DEL", `${token}\u007f`],
    ["a no-break space", `${token}\u00a0`],
    ["a zero-width space", `${token}\u200b`],
    ["a letter that is not ASCII", `${token}é`],
    ["a number", 42],
    ["an object", { token }],
    ["nothing", undefined],
  ])("refuses %s and does not show it", (_, given) => {
    const error = thrownBy(() => requireTokenForm(given, "the config value digitalocean:token"));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain("the config value digitalocean:token is malformed");
    expect(error.message).not.toMatch(/[\r\n]/);
    expect(leaksIn(error, [token])).toEqual([]);
  });
});
