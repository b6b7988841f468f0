/** The fields of a checkpoint that tests use. */
export interface Deployment {
  readonly deployment: {
    readonly resources: readonly StateResource[];
    readonly pending_operations?: readonly unknown[];
  };
}

/** The fields of a resource in a checkpoint that tests use. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly external?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
}

/** The stack outputs in a checkpoint. */
export function stateOutputs(state: Deployment): Readonly<Record<string, unknown>> {
  return state.deployment.resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}

/** Whether a value of a checkpoint is an encrypted secret. */
export function isEncrypted(value: unknown): boolean {
  return typeof value === "object" && value !== null && "ciphertext" in value;
}
