/** The `provider` option of the data functions: an explicit digitalocean.Provider, or the parent's. */
import * as pulumi from "@pulumi/pulumi";
import { ownMembers } from "../../api/decode";
import { DigitalOceanApiError } from "../../errors";
import type { ProviderConfiguration } from "../../reads/configuration";
import { packageOf } from "../sdkInternals";

/** A type token of the package `digitalocean`, by which a parent finds its provider of that package. */
const functionToken = "digitalocean:index/getDatabaseCluster:getDatabaseCluster";

type DigitalOceanProvider = pulumi.ProviderResource & {
  readonly token?: pulumi.Output<string | undefined>;
  readonly apiEndpoint?: pulumi.Output<string | undefined>;
};

/**
 * Refuses a provider of another package: it would be ignored, and another account's token used.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireDigitalOcean(opts: pulumi.InvokeOptions): void {
  const { provider } = ownMembers(opts);
  if (provider !== undefined && !isDigitalOcean(provider)) {
    throw new DigitalOceanApiError("invalid_argument", "provider: it must be a digitalocean.Provider.");
  }
}

/** The explicit `digitalocean.Provider`, or the one inherited from the parent. */
export function explicitProvider(opts: pulumi.InvokeOptions): DigitalOceanProvider | undefined {
  const { provider: own, parent } = ownMembers(opts);
  const provider = own ?? parent?.getProvider(functionToken);
  return provider !== undefined && isDigitalOcean(provider) ? provider : undefined;
}

/** The token and endpoint of a provider. The token is not marked as secret, because the results do not contain it. */
export function providerConfiguration(provider: DigitalOceanProvider): pulumi.Output<ProviderConfiguration> {
  const { token, apiEndpoint } = ownMembers(provider);
  return pulumi.unsecret(pulumi.output({ token, apiEndpoint }));
}

/** Other providers also have a `token`; never read it. */
function isDigitalOcean(provider: pulumi.ProviderResource): provider is DigitalOceanProvider {
  return packageOf(provider) === "digitalocean";
}
