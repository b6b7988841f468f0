import { refreshHint, resolveConfiguration } from "../../../src/reads/configuration";
import type { ConfigurationArgs, StackConfig } from "../../../src/reads/configuration";
import { defaultLimits } from "../../../src/api/settings";
import type { ApiLimits, ApiSettings } from "../../../src/api/settings";
import { DigitalOceanApiError } from "../../../src/errors";
import type { DigitalOceanApiErrorCode } from "../../../src/errors";
import { thrownBy } from "../rejection";

let values: Readonly<Record<string, string>>;
const config: StackConfig = { get: (key) => values[key] };

/** Sets the stack's config. */
function setConfig(all: Readonly<Record<string, string>>): void {
  values = all;
}

function resolve(args: ConfigurationArgs): ApiSettings {
  const surroundings = { reader: "program", config } as const;
  return resolveConfiguration(args, surroundings, { name: "database cluster x" });
}

beforeEach(() => {
  setConfig({});
});

describe("The token", () => {
  /** The sources, in the order in which they are tried. */
  const sources = ["argument", "provider", "config", "DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"];
  const described: Record<string, string> = {
    argument: "the argument token",
    provider: "the provider",
    config: "the config value digitalocean:token",
    DIGITALOCEAN_TOKEN: "the environment variable DIGITALOCEAN_TOKEN",
    DIGITALOCEAN_ACCESS_TOKEN: "the environment variable DIGITALOCEAN_ACCESS_TOKEN",
  };

  /** Gives every source a token. */
  function give(tokenOf: (source: string) => string): ConfigurationArgs {
    setConfig({ "digitalocean:token": tokenOf("config") });
    for (const variable of sources.slice(3)) {
      process.env[variable] = tokenOf(variable);
    }
    return { token: tokenOf("argument"), provider: { token: tokenOf("provider") } };
  }

  it.each(sources)("is taken from the source %s if all sources before it have an empty text", (first) => {
    const args = give((source) => (sources.indexOf(source) < sources.indexOf(first) ? "" : source));
    expect(resolve(args)).toMatchObject({ token: first, tokenSource: described[first] });
  });

  it("leads to missing_token and the command that sets one if no source has it", () => {
    for (const args of [{}, give(() => "")]) {
      const error = thrownBy(() => resolve(args));
      expect(error).toMatchObject({ code: "missing_token", attempts: 0 });
      expect(error.message).toBe(
        "database cluster x: no DigitalOcean token. Set one with `pulumi config set --secret digitalocean:token` " +
          "or in the environment variable DIGITALOCEAN_TOKEN. [missing_token]",
      );
    }
  });

  it("is taken from the config of the given namespace, and not of another one", () => {
    setConfig({ "digitalocean:token": "first", "staging:token": "second" });
    expect(resolve({ configNamespace: "staging" })).toMatchObject({
      token: "second",
      tokenSource: "the config value staging:token",
      configNamespace: "staging",
    });
    setConfig({ "digitalocean:token": "first" });
    const error = thrownBy(() => resolve({ configNamespace: "staging" }));
    expect(error.message).toContain("pulumi config set --secret staging:token");
  });

  it.each(["digitalocean-eu", "staging", "DigitalOcean", "digitalocean.", "DIGITALOCEAN"])(
    "is not taken from the environment for the namespace %s, and not suggested there",
    (configNamespace) => {
      setConfig({ "digitalocean:token": "first", [`${configNamespace}:token`]: "" });
      for (const variable of ["DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"]) {
        process.env[variable] = "first";
      }
      const inHost = { reader: "providerHost", config } as const;
      for (const attempt of [
        () => resolve({ configNamespace }),
        () => resolve({ configNamespace, token: "", provider: { token: undefined } }),
        () => resolveConfiguration({ configNamespace }, inHost, { name: "database cluster x" }),
      ]) {
        const error = thrownBy(attempt);
        expect(error).toMatchObject({ code: "missing_token", attempts: 0 });
        expect(error.message).toContain(
          `database cluster x: no DigitalOcean token for the namespace ${configNamespace}. Set one with ` +
            `\`pulumi config set --secret ${configNamespace}:token\`. A token in the environment is used for the ` +
            "namespace digitalocean only.",
        );
        expect(error.message).not.toMatch(/DIGITALOCEAN_(ACCESS_)?TOKEN/);
      }
      expect(resolve({ configNamespace, token: "argument" }).token).toBe("argument");
      expect(resolve({ configNamespace, provider: { token: "provider" } }).token).toBe("provider");
      setConfig({ [`${configNamespace}:token`]: "second" });
      expect(resolve({ configNamespace }).token).toBe("second");
    },
  );

  it("is the only setting that is not taken from the environment for another namespace", () => {
    process.env["DIGITALOCEAN_API_URL"] = "https://environment.example.com";
    process.env["DIGITALOCEAN_HTTP_RETRY_MAX"] = "7";
    expect(resolve({ configNamespace: "staging", token: "t" })).toMatchObject({
      apiEndpoint: "https://environment.example.com",
      limits: { httpRetryMax: 7 },
    });
  });

  it.each(sources)("from the source %s is taken without blanks and line ends around it", (source) => {
    for (const around of ["\n", "\r\n", " ", "\t", "\ufeff", "\u00a0"]) {
      const args = give((each) => (each === source ? `${around}tok en${around}${around}` : ` ${around}`));
      expect(resolve(args)).toMatchObject({ token: "tok en", tokenSource: described[source] });
    }
  });

  it.each<unknown>([
    7,
    {},
    "two\nlines",
    "a:b",
    "a/b",
    "a b",
    "\u202e",
    "x".repeat(101),
    "postgresql://u:p@h",
    "AVNS_planted",
    "dop_v1_planted",
  ])("cannot be looked up with the namespace %j, because messages show the namespace", (configNamespace) => {
    const error = thrownBy(() => resolve({ configNamespace: configNamespace as string, token: "t" }));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toBe(
      "configNamespace: expected the prefix of config keys, such as digitalocean: 1 to 100 letters, digits, " +
        "`_`, `.` and `-`. [invalid_argument]",
    );
  });

  it("is looked up in the default namespace if the given one is empty", () => {
    setConfig({ "digitalocean:token": "first" });
    expect(resolve({ configNamespace: "" }).configNamespace).toBe("digitalocean");
  });
});

describe("The endpoint", () => {
  const urls = ["argument", "provider", "config", "environment"].map((name) => `https://${name}.example.com`);

  it.each([
    [0, "argument"],
    [1, "provider"],
    [2, "config"],
    [3, "environment"],
    [4, "default"],
  ])("is taken from source %i, the %s, if all sources before it have an empty text", (first) => {
    const [argument = "", provider = "", config = "", environment = ""] = urls.map((url, index) =>
      index < first ? "" : url,
    );
    setConfig({ "digitalocean:apiEndpoint": config });
    process.env["DIGITALOCEAN_API_URL"] = environment;
    const args = { token: "t", apiEndpoint: argument, provider: { apiEndpoint: provider } };
    expect(resolve(args).apiEndpoint).toBe(urls[first] ?? "https://api.digitalocean.com");
  });
});

describe("The limits", () => {
  const variables: Record<keyof ApiLimits, string> = {
    httpRetryMax: "DIGITALOCEAN_HTTP_RETRY_MAX",
    httpRetryWaitMin: "DIGITALOCEAN_HTTP_RETRY_WAIT_MIN",
    httpRetryWaitMax: "DIGITALOCEAN_HTTP_RETRY_WAIT_MAX",
    requestTimeoutSeconds: "DIGITALOCEAN_REQUEST_TIMEOUT_SECONDS",
    deadlineSeconds: "DIGITALOCEAN_DEADLINE_SECONDS",
    quotaWaitSeconds: "DIGITALOCEAN_QUOTA_WAIT_SECONDS",
    listThreshold: "DIGITALOCEAN_LIST_THRESHOLD",
  };
  const names = Object.keys(variables) as (keyof ApiLimits)[];
  const limits = (): ApiLimits => resolve({ token: "t" }).limits;

  it("are by default those in the documentation", () => {
    expect(limits()).toEqual({
      ...{ httpRetryMax: 4, httpRetryWaitMin: 1, httpRetryWaitMax: 30 },
      ...{ requestTimeoutSeconds: 20, deadlineSeconds: 60, quotaWaitSeconds: 300 },
      listThreshold: 20,
    });
    expect(Object.keys(defaultLimits).sort()).toEqual([...names].sort());
  });

  it.each(names)("have %s from the config, or else from the environment, and ignore empty texts", (name) => {
    process.env[variables[name]] = "7";
    expect(limits()).toEqual({ ...defaultLimits, [name]: 7 });
    setConfig({ [`digitalocean:${name}`]: "9" });
    expect(limits()).toEqual({ ...defaultLimits, [name]: 9 });
    setConfig({ [`digitalocean:${name}`]: "" });
    process.env[variables[name]] = "";
    expect(limits()).toEqual(defaultLimits);
  });

  const isCount = (name: keyof ApiLimits): boolean => ["httpRetryMax", "listThreshold"].includes(name);

  it.each(names)("may have the largest value for %s, also in an unusual form", (name) => {
    for (const text of ["100000", " 1e5 ", "100000.0".padEnd(100, "0")]) {
      setConfig({ [`digitalocean:${name}`]: text });
      expect(limits()[name]).toBe(100_000);
    }
    setConfig({ [`digitalocean:${name}`]: "100000.0".padEnd(101, "0") });
    expect(thrownBy(limits).code).toBe("invalid_argument");
  });

  it("may have fractions of seconds and no retries", () => {
    setConfig({ "digitalocean:httpRetryWaitMin": "0.25", "digitalocean:httpRetryMax": "0" });
    expect(limits()).toMatchObject({ httpRetryWaitMin: 0.25, httpRetryMax: 0 });
  });

  it.each<[keyof ApiLimits, string]>([
    ...["-1", "NaN", "Infinity", "a lot", "1,5", " ", "100001", "1e9"].flatMap((text) =>
      names.map((name): [keyof ApiLimits, string] => [name, text]),
    ),
    ["httpRetryMax", "1.5"],
    ["listThreshold", "1.5"],
    ["deadlineSeconds", "0"],
    ["requestTimeoutSeconds", "0"],
    ["quotaWaitSeconds", "0"],
  ])("have an error that names %s if it is %j in the config or the environment", (name, text) => {
    setConfig({ [`digitalocean:${name}`]: text });
    const ofConfig = thrownBy(limits);
    expect(ofConfig).toMatchObject({ code: "invalid_argument", attempts: 0 });
    expect(ofConfig.message).toMatch(
      new RegExp(
        `^digitalocean:${name}: expected ${isCount(name) ? "a whole number from 0" : "a number of seconds above 0"} to ` +
          "100000\\. \\[invalid_argument\\]$",
      ),
    );
    setConfig({});
    process.env[variables[name]] = text;
    expect(thrownBy(limits).message).toMatch(new RegExp(`^${variables[name]}: expected `));
  });
});

describe("The hint at an old token, after a failed refresh,", () => {
  const hint =
    " A refresh has the config of the last update, an old token too: if the token has changed since, run `pulumi up` " +
    "without `--refresh`, or `pulumi refresh --run-program`.";
  const hintAfter = (code: DigitalOceanApiErrorCode): string =>
    refreshHint(new DigitalOceanApiError(code, "planted"), "digitalocean", config);

  it.each<DigitalOceanApiErrorCode>(["unauthorized", "forbidden", "credentials_withheld"])(
    "is given after %s if the state has a token",
    (code) => {
      setConfig({ "digitalocean:token": "t" });
      expect(hintAfter(code)).toBe(hint);
    },
  );

  it.each(["", " ", undefined])("is given after missing_token if the token in the state is %j", (token) => {
    setConfig(token === undefined ? {} : { "digitalocean:token": token });
    expect(hintAfter("missing_token")).toBe(hint);
    expect(hintAfter("unauthorized")).toBe("");
  });

  it.each<DigitalOceanApiErrorCode>(["not_found", "network_error", "server_error", "not_online"])(
    "is not given after %s",
    (code) => {
      setConfig({ "digitalocean:token": "t", "other:token": "t" });
      expect(hintAfter(code)).toBe("");
    },
  );
});
