/** Resolves the settings of a lookup from its arguments, the provider, the stack's config and the environment. */
import { defaultApiEndpoint, defaultLimits, environmentVariable } from "../api/settings";
import type { ApiLimits, ApiSettings } from "../api/settings";
import { looksSecret } from "../api/shown";
import type { Subject } from "../api/subject";
import { DigitalOceanApiError } from "../errors";

/** The arguments of a lookup that are settings. */
export interface ConfigurationArgs {
  /** Prefix of the config keys; `digitalocean` by default. The plugin has only its own. */
  readonly configNamespace?: string | undefined;
  readonly token?: string | undefined;
  readonly apiEndpoint?: string | undefined;
  readonly provider?: ProviderConfiguration | undefined;
}

/** The settings of an explicit provider. */
export interface ProviderConfiguration {
  readonly token?: string | undefined;
  readonly apiEndpoint?: string | undefined;
}

/** The stack's config, from the SDK in a program and from the provider host in the resource's handler. */
export interface StackConfig {
  /** @param key with its namespace: `digitalocean:token` */
  get(key: string): string | undefined;
}

/** The environment variables of the token, in the order in which they are read. */
export const tokenVariables = ["DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"] as const;
export const endpointVariable = "DIGITALOCEAN_API_URL";

/** A process that looks clusters up. */
export type Reader = "program" | "providerHost" | "plugin";

/** Where settings come from, beside the arguments. */
interface Sources {
  readonly config: StackConfig;
  readonly reader: Reader;
}

/**
 * The settings, each from the first of: arguments, provider, config, environment, default. An empty string counts as unset.
 * The token of the environment is for the default namespace only, because another namespace is another account. Endpoint
 * and limits of the environment apply to all namespaces, because they describe the machine and its network.
 *
 * @param subject what is looked up, for messages
 * @throws DigitalOceanApiError `missing_token`, `invalid_argument`
 */
export function resolveConfiguration(
  args: ConfigurationArgs,
  sources: Sources,
  subject: Subject,
): ApiSettings {
  const { config, reader } = sources;
  const configNamespace = processes[reader].namespace ?? requireNamespace(args.configNamespace);
  return {
    ...resolveToken(args, configNamespace, sources, subject),
    apiEndpoint:
      args.apiEndpoint ||
      args.provider?.apiEndpoint ||
      config.get(`${configNamespace}:apiEndpoint`) ||
      environmentVariable(endpointVariable) ||
      defaultApiEndpoint,
    configNamespace,
    limits: resolveLimits(configNamespace, config),
  };
}

/** The default prefix of the config keys. */
export const defaultNamespace = "digitalocean";

/** The prefix of the plugin's config keys: its own name, because Pulumi gives a plugin no other keys. */
export const pluginNamespace = "digitalocean-databases";

/**
 * The prefix of the config keys.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireNamespace(configNamespace: unknown): string {
  const namespace = configNamespace || defaultNamespace;
  if (typeof namespace === "string" && /^[\w.-]{1,100}$/.test(namespace) && !looksSecret(namespace)) {
    return namespace;
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    "configNamespace: expected the prefix of config keys, such as digitalocean: 1 to 100 letters, digits, `_`, `.` and `-`.",
  );
}

function resolveToken(
  args: ConfigurationArgs,
  namespace: string,
  { config, reader }: Sources,
  subject: Subject,
): Pick<ApiSettings, "token" | "tokenSource" | "tokenCommand"> {
  const key = `${namespace}:token`;
  const command = `pulumi config set --secret ${key}`;
  const {
    namespace: own = defaultNamespace,
    configValue,
    ofProcess,
    ofEnvironment,
    hint,
  } = processes[reader];
  const isDefault = namespace === own;
  const sources: readonly (readonly [source: string, token: string | undefined, command?: string])[] = [
    ["the argument token", args.token],
    ["the provider", args.provider?.token],
    [configValue(key), config.get(key), command],
    ...(isDefault ? tokenVariables : []).map(
      (variable) =>
        [`the environment variable ${variable}${ofProcess}`, environmentVariable(variable)] as const,
    ),
  ];
  for (const [tokenSource, given, tokenCommand] of sources) {
    const token = trimmed(given);
    if (token) {
      return { token, tokenSource, tokenCommand };
    }
  }
  const way = isDefault
    ? `no DigitalOcean token. Set one with \`${command}\` or in the environment variable ${tokenVariables[0]}${ofEnvironment}.`
    : `no DigitalOcean token for the namespace ${namespace}. Set one with \`${command}\`. A token in the environment is ` +
      `used for the namespace ${defaultNamespace} only.`;
  throw new DigitalOceanApiError("missing_token", `${subject.name}: ${way}${hint}`, {
    clusterUuid: subject.clusterUuid,
  });
}

/** A token without blanks and line ends around it. JavaScript may pass any value. */
export function trimmed(token: unknown): string | undefined {
  return typeof token === "string" ? token.trim() : (token as string | undefined);
}

/** What differs between the processes. All but the namespace is for messages. */
interface Process {
  /** The only prefix of its config keys, if it has one. */
  readonly namespace?: string;
  readonly configValue: (key: string) => string;
  /** Whose environment variables it has. */
  readonly ofProcess: string;
  /** Where to set an environment variable for it. */
  readonly ofEnvironment: string;
  /** What else to know of its config. */
  readonly hint: string;
}

const configValue = (key: string): string => `the config value ${key}`;

const processes: Readonly<Record<Reader, Process>> = {
  program: { configValue, ofProcess: "", ofEnvironment: "", hint: "" },
  providerHost: {
    configValue,
    ofProcess: " of Pulumi's provider host",
    ofEnvironment: " that `pulumi` is started with",
    hint:
      " Pulumi's provider host reads the resource: it does not have what the program puts into process.env, it has the " +
      "config only since CLI 3.139, and with an explicit provider it has that provider's inputs.",
  },
  plugin: {
    namespace: pluginNamespace,
    configValue: (key) => `the provider's config (${key})`,
    ofProcess: " of the provider plugin",
    ofEnvironment: " that `pulumi` is started with",
    hint: " An explicit provider takes it as `token`.",
  },
};

/**
 * The sentence to add to an error of a refresh, which may have another token than the program
 * (docs/pulumi-internals.md, "CONFIG OF A REFRESH").
 *
 * @param config the config of the last update
 */
export function refreshHint({ code }: DigitalOceanApiError, namespace: string, config: StackConfig): string {
  // An empty token counts as unset.
  const hasTokenOfState = Boolean(trimmed(config.get(`${namespace}:token`)));
  const codes: readonly string[] = ["unauthorized", "forbidden", "credentials_withheld"];
  return code === "missing_token" || (hasTokenOfState && codes.includes(code))
    ? " A refresh has the config of the last update, an old token too: if the token has changed since, run " +
        "`pulumi up` without `--refresh`, or `pulumi refresh --run-program`."
    : "";
}

function resolveLimits(namespace: string, config: StackConfig): ApiLimits {
  const names = Object.keys(defaultLimits) as (keyof ApiLimits)[];
  return Object.fromEntries(
    names.map((name) => [name, resolveLimit(name, namespace, config)]),
  ) as unknown as ApiLimits;
}

/** The environment variable of a limit: `DIGITALOCEAN_HTTP_RETRY_MAX` for `httpRetryMax`. */
export function limitVariable(name: keyof ApiLimits): string {
  return `DIGITALOCEAN_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function resolveLimit(name: keyof ApiLimits, namespace: string, config: StackConfig): number {
  const configured = config.get(`${namespace}:${name}`);
  const text = configured || environmentVariable(limitVariable(name));
  if (!text) {
    return defaultLimits[name];
  }
  // Reading a number of megabytes would take long.
  const number = text.length > 100 || text.trim() === "" ? NaN : Number(text);
  const isCount = name === "httpRetryMax" || name === "listThreshold";
  if (number >= 0 && number <= maxLimit && (isCount ? Number.isInteger(number) : number > 0)) {
    return number;
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    `${configured ? `${namespace}:${name}` : limitVariable(name)}: expected ` +
      `${isCount ? "a whole number from 0" : "a number of seconds above 0"} to ${maxLimit}.`,
  );
}

/** More than a day, and less than a timer can hold. */
const maxLimit = 100_000;
