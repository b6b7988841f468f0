import { isLoopback, parseEndpoint, requireTokenForm } from "../../../src/api/settings";
import { leaksIn } from "../leaks";
import { thrownBy } from "../rejection";

describe("parseEndpoint", () => {
  it.each([
    ["https://api.digitalocean.com", "https://api.digitalocean.com/"],
    ["https://api.digitalocean.com/", "https://api.digitalocean.com/"],
    ["https://api.digitalocean.com//", "https://api.digitalocean.com/"],
    ["HTTPS://API.DigitalOcean.com", "https://api.digitalocean.com/"],
    ["https://gateway.example.com:8443/do/", "https://gateway.example.com:8443/do"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080/"],
    ["http://127.8.9.10", "http://127.8.9.10/"],
    ["http://[::1]:8080", "http://[::1]:8080/"],
    ["http://localhost:8080/api", "http://localhost:8080/api"],
  ])("accepts %s", (given, href) => {
    expect(parseEndpoint(given).href).toBe(href);
  });

  it.each([
    ["a host without https", "api.digitalocean.com"],
    ["an empty string", ""],
    ["a path alone", "/v2"],
    ["http to the public API", "http://api.digitalocean.com"],
    ["http to a name that only begins like loopback", "http://localhost.example.com"],
    ["http to a name below localhost", "http://api.localhost"],
    ["http to a name that begins with 127", "http://127.0.0.1.example.com"],
    ["http to 0.0.0.0", "http://0.0.0.0"],
    ["http to an address of a private network", "http://10.0.0.1"],
    ["http to another IPv6 address", "http://[::2]"],
    ["ftp", "ftp://127.0.0.1"],
    ["a file URL", "file:///etc/passwd"],
    ["a URL with a user", "https://planted@api.digitalocean.com"],
    ["a URL with a user and a password", "https://user:planted@api.digitalocean.com"],
    ["a URL with a password and no user", "https://:planted@api.digitalocean.com"],
    ["a URL with a query", "https://api.digitalocean.com/?token=planted"],
    ["a URL with a fragment", "https://api.digitalocean.com/#planted"],
  ])("refuses %s", (_, given) => {
    const error = thrownBy(() => parseEndpoint(given));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toMatch(/^apiEndpoint: .*https:\/\/api\.digitalocean\.com\. \[invalid_argument\]$/);
    expect(error.message).not.toContain("planted");
    expect(error.attempts).toBe(0);
  });

  // `search` and `hash` of such a URL are empty, but its text is not: the path would become a query.
  it.each(["https://api.digitalocean.com/?", "https://api.digitalocean.com#"])(
    "refuses %s or removes its last character, to which a path would be appended",
    (given) => {
      let href: string;
      try {
        ({ href } = parseEndpoint(given));
      } catch {
        return;
      }
      expect(href).toBe("https://api.digitalocean.com/");
    },
  );
});

describe("isLoopback", () => {
  it.each([
    ["http://127.0.0.1", true],
    ["http://127.255.255.254", true],
    ["http://127.1", true],
    ["http://2130706433", true],
    ["http://[::1]", true],
    ["http://[::ffff:127.0.0.1]", true],
    ["http://LOCALHOST", true],
    ["http://128.0.0.1", false],
    ["http://126.255.255.255", false],
    ["http://[::]", false],
    ["http://[fe80::1]", false],
    ["http://[::ffff:10.0.0.1]", false],
    ["http://localhost.example.com", false],
    ["http://example.com", false],
  ])("of %s is %s", (url, expected) => {
    expect(isLoopback(new URL(url))).toBe(expected);
  });
});

const token = `dop_v1_${"0123456789abcdef".repeat(4)}`;

describe("requireTokenForm", () => {
  it.each([token, "doo_v1_x", "0123456789abcdef"])("accepts %s", (given) => {
    expect(requireTokenForm(given, "the argument token")).toBe(given);
  });

  it.each<[string, unknown]>([
    ["an empty string", ""],
    ["a token with a line break at the end", `${token}\n`],
    ["a token with a header after it", `${token}\r\nX-Injected: 1`],
    ["a token with a blank before it", ` ${token}`],
    ["a token with a blank in it", token.replace("_v1_", " v1 ")],
    ["a token with a tab", `${token}\t`],
    ["a token with a control character", `${token}\u0000`],
    ["a token with DEL", `${token}\u007f`],
    ["a token with a no-break space", `${token}\u00a0`],
    ["a token with a zero-width space", `${token}\u200b`],
    ["a token with a letter that is not ASCII", `${token}é`],
    ["a number", 42],
    ["an object", { token }],
    ["undefined", undefined],
  ])("refuses %s and does not show it", (_, given) => {
    const error = thrownBy(() => requireTokenForm(given, "the config value digitalocean:token"));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain("the config value digitalocean:token is malformed");
    expect(error.message).not.toMatch(/[\r\n]/);
    expect(leaksIn(error, [token])).toEqual([]);
  });
});
