// The mocks of a user's unit test.
import * as pulumi from "@pulumi/pulumi";

/** The argument of `mocks.call`. */
export type Call = pulumi.runtime.MockCallArgs;

/** A user's `mocks.call`. */
export type Answer = (call: Call) => unknown;

/** The calls of the mocks so far. */
export interface Asked {
  readonly calls: Call[];
}

/** Begins a unit test as Pulumi's documentation shows it, with `pulumi.runtime.setMocks`. */
export async function beginUnitTest(
  answer: Answer,
  options: { preview?: boolean; newResource?: pulumi.runtime.Mocks["newResource"] } = {},
): Promise<Asked> {
  const calls: Call[] = [];
  const mocks = {
    newResource:
      options.newResource ??
      (({ name, inputs }: pulumi.runtime.MockResourceArgs) => ({
        id: options.preview === true ? undefined : `${name}-id`,
        state: inputs as Record<string, unknown>,
      })),
    call: (call: Call) => {
      calls.push(call);
      return answer(call) as pulumi.runtime.MockCallResult;
    },
  };
  await pulumi.runtime.setMocks(mocks, "project", "stack", options.preview ?? false);
  return { calls };
}
