import { defaultApiEndpoint, defaultLimits, environmentVariable } from "../api/settings";
import type { ApiLimits, ApiSettings } from "../api/settings";
import { looksSecret } from "../api/shown";
import type { Subject } from "../api/subject";
import { DigitalOceanApiError } from "../errors";
import type { Reader, Surroundings } from "./read";

/** Where the settings of a lookup may be given, beside configuration and environment. */
export interface ConfigurationArgs {
  /** Prefix of the config keys; `digitalocean` by default. */
  readonly configNamespace?: string | undefined;
  readonly token?: string | undefined;
  readonly apiEndpoint?: string | undefined;
  /** What an explicit provider is configured with. */
  readonly provider?: ProviderConfiguration | undefined;
}

/** What an explicit provider is configured with. */
export interface ProviderConfiguration {
  readonly token?: string | undefined;
  readonly apiEndpoint?: string | undefined;
}

/** The stack's config: a program asks the SDK for it, the resource's handler the provider host. */
export interface StackConfig {
  /** @param key with its namespace: `digitalocean:token` */
  get(key: string): string | undefined;
}

/**
 * How the API is asked: each setting from the arguments, the provider, the stack's config, the environment or
 * its default, whichever comes first. An empty string counts as unset. The token of the environment belongs to the
 * default namespace only. The endpoint and the limits of the environment are no secrets and describe the machine and
 * its network, so they apply to every namespace.
 *
 * @param subject what is looked up, for messages
 * @throws DigitalOceanApiError `missing_token`, `invalid_argument`
 */
export function resolveConfiguration(
  args: ConfigurationArgs,
  surroundings: Pick<Surroundings, "config" | "reader">,
  subject: Subject,
): ApiSettings {
  const { config } = surroundings;
  const configNamespace = requireNamespace(args.configNamespace);
  return {
    ...resolveToken(args, surroundings, subject),
    apiEndpoint:
      args.apiEndpoint ||
      args.provider?.apiEndpoint ||
      config.get(`${configNamespace}:apiEndpoint`) ||
      environmentVariable("DIGITALOCEAN_API_URL") ||
      defaultApiEndpoint,
    configNamespace,
    limits: resolveLimits(configNamespace, config),
  };
}

/** The prefix of the config keys by default: the account whose token may be in the environment. */
export const defaultNamespace = "digitalocean";

/**
 * The prefix of the config keys.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireNamespace(configNamespace: unknown): string {
  const namespace = configNamespace || defaultNamespace;
  if (typeof namespace !== "string") {
    throw new DigitalOceanApiError("invalid_argument", "configNamespace: it must be a string.");
  }
  if (!namespaceForm.test(namespace) || looksSecret(namespace)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      "configNamespace: it must be what config keys begin with, such as digitalocean: 1 to 100 letters, digits, " +
        "`_`, `.` and `-`.",
    );
  }
  return namespace;
}

/** Messages show it: it cannot break a line. */
const namespaceForm = /^[\w.-]{1,100}$/;

function resolveToken(
  args: ConfigurationArgs,
  { config, reader }: Pick<Surroundings, "config" | "reader">,
  subject: Subject,
): Pick<ApiSettings, "token" | "tokenSource" | "tokenCommand"> {
  const namespace = requireNamespace(args.configNamespace);
  const key = `${namespace}:token`;
  const command = `pulumi config set --secret ${key}`;
  const isDefault = namespace === defaultNamespace;
  const sources: readonly (readonly [source: string, token: string | undefined, command?: string])[] = [
    ["the argument token", args.token],
    ["the provider", args.provider?.token],
    [`the config value ${key}`, config.get(key), command],
    // Another namespace is another account, which must not get this one's token.
    ...(isDefault ? tokenVariables : []).map(
      (variable) =>
        [
          `the environment variable ${variable}${reader === "program" ? "" : " of Pulumi's provider host"}`,
          environmentVariable(variable),
        ] as const,
    ),
  ];
  for (const [tokenSource, given, tokenCommand] of sources) {
    const token = trimmed(given);
    if (token) {
      return { token, tokenSource, tokenCommand };
    }
  }
  const text = isDefault ? missingToken[reader](command) : missingTokenOfAnother[reader](command, namespace);
  throw new DigitalOceanApiError("missing_token", `${subject.name}: ${text}`, {
    clusterUuid: subject.clusterUuid,
  });
}

const tokenVariables = ["DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"] as const;

/** A token without what a copy leaves around it, such as the last line end of a file. JavaScript may pass any value. */
export function trimmed(token: unknown): string | undefined {
  return typeof token === "string" ? token.trim() : (token as string | undefined);
}

const hostsToken =
  "Pulumi's provider host reads the resource: it does not have what the program puts into process.env, it has the " +
  "config only since CLI 3.139, and with an explicit provider it has that provider's inputs.";

/** What a message says if the process has no token of the default namespace. */
const missingToken: Readonly<Record<Reader, (command: string) => string>> = {
  program: (command) =>
    `no DigitalOcean token. Set one with \`${command}\` or in the environment variable DIGITALOCEAN_TOKEN.`,
  providerHost: (command) =>
    `no DigitalOcean token. Set one with \`${command}\`, or in the environment variable DIGITALOCEAN_TOKEN that \`pulumi\` ` +
    `is started with. ${hostsToken}`,
};

/** What a message says if the process has no token of another namespace. */
const missingTokenOfAnother: Readonly<Record<Reader, (command: string, namespace: string) => string>> = {
  program: (command, namespace) =>
    `no DigitalOcean token for the namespace ${namespace}. Set one with \`${command}\`. A token in the environment is ` +
    `used for the namespace ${defaultNamespace} only.`,
  providerHost: (command, namespace) =>
    `no DigitalOcean token for the namespace ${namespace}. Set one with \`${command}\`. A token in the environment is ` +
    `used for the namespace ${defaultNamespace} only. ${hostsToken}`,
};

function resolveLimits(namespace: string, config: StackConfig): ApiLimits {
  return Object.fromEntries(
    limits.map(({ name, variable }) => [name, resolveLimit(name, variable, namespace, config)]),
  ) as unknown as ApiLimits;
}

/** The environment variable of a limit: `DIGITALOCEAN_HTTP_RETRY_MAX` of `httpRetryMax`. */
export function limitVariable(name: keyof ApiLimits): string {
  return `DIGITALOCEAN_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

const limits = (Object.keys(defaultLimits) as (keyof ApiLimits)[]).map((name) => ({
  name,
  variable: limitVariable(name),
}));

function resolveLimit(
  name: keyof ApiLimits,
  variable: string,
  namespace: string,
  config: StackConfig,
): number {
  const key = `${namespace}:${name}`;
  const configured = config.get(key);
  const text = configured || environmentVariable(variable);
  if (!text) {
    return defaultLimits[name];
  }
  // No number of theirs is longer, and of megabytes reading one takes long.
  const number = text.length > 100 ? NaN : Number(text);
  const isCount = name === "httpRetryMax" || name === "listThreshold";
  if (
    text.trim() === "" ||
    !(number >= 0) ||
    number > maxLimit ||
    (isCount ? !Number.isInteger(number) : number === 0)
  ) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${configured ? key : variable}: it must be ` +
        `${isCount ? "a whole number from 0" : "a number of seconds above 0"} to ${maxLimit}.`,
    );
  }
  return number;
}

/** A day and more, and within what a timer can hold. */
const maxLimit = 100_000;
