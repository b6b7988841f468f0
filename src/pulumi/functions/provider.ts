import { ownMembers } from "../../api/decode";
import { DigitalOceanApiError } from "../../errors";
import type { ProviderConfiguration } from "../../reads/configuration";
import * as pulumi from "../sdk";

/** The type token of the package's functions: what a parent's provider is asked for with. */
const functionToken = "digitalocean:index/getDatabaseCluster:getDatabaseCluster";

/**
 * Refuses a provider of another package, which would be passed over in silence, and another account's token used.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireDigitalOcean(opts: pulumi.InvokeOptions): void {
  const { provider } = ownMembers(opts);
  if (provider !== undefined && !isDigitalOcean(provider)) {
    throw new DigitalOceanApiError("invalid_argument", "provider: it must be a digitalocean.Provider.");
  }
}

/** The explicit `digitalocean.Provider`, or the one that the parent hands down. */
export function explicitProvider(opts: pulumi.InvokeOptions): DigitalOceanProvider | undefined {
  const { provider: own, parent } = ownMembers(opts);
  const provider = own ?? parent?.getProvider(functionToken);
  return provider !== undefined && isDigitalOcean(provider) ? provider : undefined;
}

/**
 * What that provider is configured with. The token loses its mark as a secret: the results do not show it, and
 * are marked by themselves.
 */
export function providerConfiguration(
  opts: pulumi.InvokeOptions,
): pulumi.Output<ProviderConfiguration | undefined> {
  const provider = explicitProvider(opts);
  if (provider === undefined) {
    return pulumi.output(undefined);
  }
  const { token, apiEndpoint } = ownMembers<Configured>(provider);
  return pulumi.unsecret(pulumi.output({ token, apiEndpoint }));
}

interface Configured {
  readonly token?: pulumi.Output<string | undefined>;
  readonly apiEndpoint?: pulumi.Output<string | undefined>;
}

type DigitalOceanProvider = pulumi.ProviderResource & Configured;

/** Other providers also have a `token`, which is never read. */
function isDigitalOcean(provider: pulumi.ProviderResource): provider is DigitalOceanProvider {
  return (provider as { getPackage?: () => string }).getPackage?.() === "digitalocean";
}
