import * as pulumi from "@pulumi/pulumi";
import { provider } from "../../../src/resource/provider";

/**
 * What the SDK puts into the inputs of every resource as `__provider`. The name of the variable is part of it: it
 * is that of the SDK's own function.
 */
export async function serializedProvider(): Promise<string> {
  return textOf(provider);
}

async function textOf(provider: pulumi.dynamic.ResourceProvider): Promise<string> {
  const { text } = await pulumi.runtime.serializeFunction(() => provider, { allowSecrets: true });
  return text;
}
