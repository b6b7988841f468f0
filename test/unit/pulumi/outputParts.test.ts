import * as pulumi from "@pulumi/pulumi";
import { derived, secretly, secretOf } from "../../../src/pulumi/outputParts";
import type * as outputParts from "../../../src/pulumi/outputParts";
import { Thing } from "../pulumiProgram";
import { seen } from "../seenOutput";

interface Inside {
  resources(): Set<pulumi.Resource>;
  allResources(): Promise<Set<pulumi.Resource>>;
}

const dependenciesOf = async (output: pulumi.Output<unknown>): Promise<unknown[]> => {
  const inside = output as unknown as Inside;
  return [[...inside.resources()], [...(await inside.allResources())]];
};

beforeEach(async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ name }) => ({ id: name, state: {} }),
    call: () => ({}),
  });
});

describe("derived", () => {
  it.each([
    [false, false, false],
    [false, true, true],
    [true, false, true],
    [true, true, true],
  ])("of an Output that is secret: %s, and told secret: %s, is: %s", async (isSecret, told, expected) => {
    const source = isSecret ? pulumi.secret({ port: 1 }) : pulumi.output({ port: 1 });
    expect(await seen(derived(source, ({ port }) => port + 1, told))).toEqual({
      known: true,
      secret: expected,
      value: 2,
    });
  });

  it("is what apply makes of it: unknown where anything of it is, and by the same resources", async () => {
    const thing = new Thing("thing");
    const sources: readonly pulumi.Output<unknown>[] = [
      pulumi.output(pulumi.unknown),
      pulumi.output([1, pulumi.unknown]),
      pulumi.output(pulumi.unknown).apply(() => 1),
      thing.urn,
      pulumi.all([thing.urn, pulumi.secret(1)]),
    ];
    for (const source of sources) {
      const ours = derived(source, (value) => [value], false);
      const theirs = source.apply((value) => [value]);
      expect(await seen(ours)).toEqual(await seen(theirs));
      expect(await dependenciesOf(ours)).toEqual(await dependenciesOf(theirs));
    }
  });

  it("of an Output that fails fails with its error, and leaves nothing that nobody handles", async () => {
    const unhandled = jest.fn();
    process.on("unhandledRejection", unhandled);
    const failing = pulumi.output(Promise.reject(new Error("planted")));
    for (const secret of [true, false]) {
      await expect(seen(derived(failing, (value) => value, secret))).rejects.toThrow("planted");
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

it("secretOf and secretly are secret, whatever the value", async () => {
  for (const value of [undefined, null, "", "text", { nested: [1] }]) {
    expect(await seen(secretOf(value))).toEqual({ known: true, secret: true, value });
    expect(await seen(secretly(pulumi.output(value)))).toEqual({ known: true, secret: true, value });
  }
  expect(await seen(secretOf(pulumi.unknown))).toMatchObject({ known: false, secret: true });
});

it("with an SDK that makes secrets in another way there is an error, and no value", async () => {
  let withOtherSdk: typeof outputParts | undefined;
  await jest.isolateModulesAsync(async () => {
    jest.doMock("@pulumi/pulumi/output", () => ({
      ...jest.requireActual<object>("@pulumi/pulumi/output"),
      isSecret: () => Promise.resolve(false),
    }));
    withOtherSdk = await import("../../../src/pulumi/outputParts");
  });
  jest.dontMock("@pulumi/pulumi/output");
  const message = "this @pulumi/pulumi makes secrets in another way; update this package.";
  await expect(seen(withOtherSdk?.secretOf("planted") as pulumi.Output<unknown>)).rejects.toThrow(message);
  await expect(
    seen(withOtherSdk?.secretly(pulumi.output("planted")) as pulumi.Output<unknown>),
  ).rejects.toThrow(message);
});
