export * from "@pulumi/pulumi/runtime/config";
export { invoke } from "@pulumi/pulumi/runtime/invoke";
export type { Mocks } from "@pulumi/pulumi/runtime/mocks";
export { getMonitor, isDryRun } from "@pulumi/pulumi/runtime/settings";
