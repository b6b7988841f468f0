/**
 * What this package uses of Pulumi's SDK, under the names that it has there. Not from the SDK's own index: that loads
 * the Automation API and the TypeScript compiler as well, which takes five times as long, and a program that only
 * looks something up has no use for them.
 */
export * as dynamic from "@pulumi/pulumi/dynamic";
export type { InvokeOptions, InvokeOutputOptions } from "@pulumi/pulumi/invoke";
export * as log from "@pulumi/pulumi/log";
export { getOrganization, getProject, getStack } from "@pulumi/pulumi/metadata";
export * from "@pulumi/pulumi/output";
export * from "@pulumi/pulumi/resource";
export { StackReference } from "@pulumi/pulumi/stackReference";
export * as runtime from "./sdkRuntime";
