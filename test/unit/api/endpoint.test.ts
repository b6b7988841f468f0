import { isLoopback, parseEndpoint } from "../../../src/api/settings";
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
  ])("takes %s", (given, href) => {
    expect(parseEndpoint(given).href).toBe(href);
  });

  it.each([
    ["no URL", "api.digitalocean.com"],
    ["an empty string", ""],
    ["a path", "/v2"],
    ["http", "http://api.digitalocean.com"],
    ["http to a name that only begins like loopback", "http://localhost.example.com"],
    ["http to a name below localhost", "http://api.localhost"],
    ["http to a name that begins with 127", "http://127.0.0.1.example.com"],
    ["http to any address", "http://0.0.0.0"],
    ["http to a private address", "http://10.0.0.1"],
    ["http to another IPv6 address", "http://[::2]"],
    ["another scheme", "ftp://127.0.0.1"],
    ["a file", "file:///etc/passwd"],
    ["a user", "https://planted@api.digitalocean.com"],
    ["a user and a password", "https://user:planted@api.digitalocean.com"],
    ["a password alone", "https://:planted@api.digitalocean.com"],
    ["a query", "https://api.digitalocean.com/?token=planted"],
    ["a fragment", "https://api.digitalocean.com/#planted"],
  ])("refuses %s", (_, given) => {
    const error = thrownBy(() => parseEndpoint(given));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toMatch(/^apiEndpoint: .*https:\/\/api\.digitalocean\.com\. \[invalid_argument\]$/);
    expect(error.message).not.toContain("planted");
    expect(error.attempts).toBe(0);
  });

  // `search` and `hash` of such a URL are empty, but its text is not: the path would become a query.
  it.each(["https://api.digitalocean.com/?", "https://api.digitalocean.com#"])(
    "lets nothing through %s that the path would be appended to",
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
  ])("%s: %s", (url, expected) => {
    expect(isLoopback(new URL(url))).toBe(expected);
  });
});
