import * as pulumi from "@pulumi/pulumi";

/** What `mocks.call` was asked. */
export type Call = pulumi.runtime.MockCallArgs;

/** What a user's `mocks.call` does. */
export type Answer = (call: Call) => unknown;

/** How often, and with what, the mocks were asked. */
export interface Asked {
  readonly calls: Call[];
}

/** A user's unit test: `pulumi.runtime.setMocks` as its documentation has it, and nothing else. */
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
