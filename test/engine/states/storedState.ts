// The states that earlier builds have stored, and how tests use them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "../../../testing/emulator/emulator";
import { Encryption } from "../passphrase";
import { decrypted, encrypted, resourcesIn } from "../state";
import type { Deployment, StateResource } from "../state";
import { isShortcut } from "../../../src/connection/connection";
import { passphraseProvider, Project } from "../workspace";
import {
  otherToken,
  storedConfig,
  storedPassphrase,
  storedProgram,
  storedProjectName,
  storedSecretConfig,
  storedToken,
} from "./storedProject";

/** Properties that are newer than some of the states. An update adds them. */
const addedSince = ["privatePort"];

/** The names of the stored states. `write.ts` adds one. */
export const storedStates = readdirSync(__dirname)
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.replace(/\.json$/, ""));

export function storedState(name: string): Deployment {
  return JSON.parse(readFileSync(join(__dirname, `${name}.json`), "utf8")) as Deployment;
}

/** A project with the program of the states and with the current package, which a test can remove. */
export function createStoredProject(emulator: Emulator, program = storedProgram): Project {
  emulator.allow(storedToken);
  emulator.allow(otherToken);
  return Project.create(storedProjectName, {
    program,
    apart: true,
    config: storedConfig,
    secretConfig: storedSecretConfig,
    environment: {
      PULUMI_CONFIG_PASSPHRASE: storedPassphrase,
      DIGITALOCEAN_API_URL: emulator.url,
      // In the environment, because a refresh only has the config of the state.
      DIGITALOCEAN_DEADLINE_SECONDS: "1.5",
      DIGITALOCEAN_HTTP_RETRY_MAX: "1",
      DIGITALOCEAN_HTTP_RETRY_WAIT_MIN: "0.1",
    },
  });
}

/** The state with each DatabaseCluster in it changed. */
export function withClusters(
  state: Deployment,
  change: (cluster: StateResource) => Partial<StateResource>,
): Deployment {
  return withResources(state, (resource) => (isCluster(resource) ? change(resource) : {}));
}

/** One state with the resources and the stack outputs of several: "0" is added to each name of the first, and so on. */
export function inOneStack(states: readonly Deployment[]): Deployment {
  const encryption = Encryption.withPassphrase(storedPassphrase);
  const [first, ...others] = states.map((state, index) => {
    const salt = state.deployment.secrets_providers?.state.salt ?? "";
    const own = decrypted(state, Encryption.withSalt(storedPassphrase, salt));
    return resourcesIn(encrypted(own, encryption)).map((resource) => withSuffix(resource, String(index)));
  });
  // One stack, with one provider.
  const [stack, provider] = first as [StateResource, StateResource];
  const clusters = [first, ...others].flatMap((resources = []) => resources.filter(isCluster));
  const outputs = [first, ...others].map((resources) => resources?.[0]?.outputs);
  const resources = [
    { ...stack, outputs: Object.assign({}, ...outputs) as Record<string, unknown> },
    provider,
    ...clusters.map((cluster) => ({ ...cluster, provider: `${provider.urn}::${provider.id ?? ""}` })),
  ];
  return { deployment: { secrets_providers: passphraseProvider(encryption.salt), resources } };
}

function isCluster({ external }: StateResource): boolean {
  return external === true;
}

/** The resource with a suffix to its name, and to the prefixes of stack outputs. */
function withSuffix(resource: StateResource, suffix: string): StateResource {
  if (isCluster(resource)) {
    return { ...resource, urn: resource.urn + suffix };
  }
  const { type, outputs = {} } = resource;
  const renamed = Object.entries(outputs).map(([name, value]) => [
    name.replace(/^(?:database|cache)/, (prefix) => prefix + suffix),
    value,
  ]);
  return type === "pulumi:pulumi:Stack"
    ? { ...resource, outputs: Object.fromEntries(renamed) as Record<string, unknown> }
    : resource;
}

/** The state without tokens, as it is for a user who has the token in the environment. */
export function withoutTokens(state: Deployment): Deployment {
  const open = (values: StateResource["inputs"] = {}): Record<string, unknown> =>
    Object.fromEntries(Object.entries(values).filter(([key]) => !key.endsWith(":token")));
  return withResources(state, ({ type, inputs, outputs }) =>
    type.startsWith("pulumi:providers:") ? { inputs: open(inputs), outputs: open(outputs) } : {},
  );
}

function withResources(
  state: Deployment,
  change: (resource: StateResource) => Partial<StateResource>,
): Deployment {
  const resources = resourcesIn(state).map((resource) => ({ ...resource, ...change(resource) }));
  return { ...state, deployment: { ...state.deployment, resources } };
}

/**
 * The content of a stack's state, decrypted and in a fixed order, to compare states. Left out are times and source
 * positions, the provider's config (the engine stores it even if an update fails), and what builds write differently for
 * clusters: the stored provider, the shortcut properties, new properties, the list of secret outputs, and secret `null`s.
 */
export function contentOf(project: Project): unknown {
  const { resources = [], pending_operations: pending = [] } = project.decryptedState().deployment;
  const circumstances = ["created", "modified", "sourcePosition", "stackTrace"];
  const contents = resources.map((resource) => {
    const config = resource.type.startsWith("pulumi:providers:") ? ["inputs", "outputs"] : [];
    const content = Object.entries(resource).filter(([key]) => ![...circumstances, ...config].includes(key));
    return Object.fromEntries(content.map(([key, value]) => [key, withoutWaysOfWriting(key, value)]));
  });
  return {
    pending,
    resources: contents.sort((one, other) => (String(one["urn"]) < String(other["urn"]) ? -1 : 1)),
  };
}

function withoutWaysOfWriting(key: string, value: unknown): unknown {
  if (key === "additionalSecretOutputs") {
    return undefined;
  }
  return key === "inputs" || key === "outputs"
    ? Object.fromEntries(
        Object.entries(value as object)
          .filter(
            ([property]) =>
              property !== "__provider" &&
              !isShortcut(property) &&
              !addedSince.some((added) => isOutputOf(added, property)),
          )
          .map(([property, each]) => [property, isSecretNull(each) ? null : (each as unknown)]),
      )
    : value;
}

/** Whether it is an encrypted `null`: earlier builds encrypted the secret properties that a cluster lacks. */
function isSecretNull(value: unknown): boolean {
  return typeof value === "object" && value !== null && "plaintext" in value && value.plaintext === "null";
}

/** Whether it is the stack output of a property: `databasePrivatePort`. */
function isOutputOf(property: string, output: string): boolean {
  return output.endsWith(property.charAt(0).toUpperCase() + property.slice(1));
}
