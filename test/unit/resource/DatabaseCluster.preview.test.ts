import * as pulumi from "@pulumi/pulumi";
import { DatabaseCluster } from "../../../src/index";
import type { DatabaseClusterArgs } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { clusterUuid } from "../../../testing/emulator/clusters";
import { unknownOutput } from "../pulumiProgram";
import { beginUnitTest, seenCluster } from "./mockedEngine";
import type { Asked } from "./mockedEngine";

const uuid = clusterUuid("pg");

let asked: Asked[];
beforeAll(async () => {
  asked = await beginUnitTest({ preview: true });
});

it("a cluster whose UUID is known is read, and known", async () => {
  const all = await seenCluster(
    new DatabaseCluster("known", { uuid, apiEndpoint: pulumi.output("https://x") }),
  );
  for (const property of clusterProperties) {
    expect(all[property]).toMatchObject({ known: true, secret: clusterFields[property].secret });
  }
  expect(asked.at(-1)).toMatchObject({ id: uuid, inputs: { apiEndpoint: "https://x" } });
});

describe("an input that is not known yet", () => {
  const inputs = ["uuid", "apiEndpoint", "configNamespace", "requireCredentials"] as const;

  // The host has no unknown values: it would read the text that stands for them, as a UUID or as an address.
  it.each(inputs)("%s: the engine is asked with an unknown id, so that the host is not", async (input) => {
    await seenCluster(new DatabaseCluster(`asked-${input}`, withUnknown(input)));
    expect(asked.at(-1)).toMatchObject({ name: `asked-${input}`, id: pulumi.runtime.unknownValue });
  });

  it.each(inputs)("%s: all is unknown to the program, and the secret ones are secret", async (input) => {
    const all = await seenCluster(new DatabaseCluster(`seen-${input}`, withUnknown(input)));
    for (const property of clusterProperties.filter((name) => name !== "id")) {
      expect([property, all[property]]).toEqual([
        property,
        { known: false, secret: clusterFields[property].secret, value: undefined },
      ]);
    }
  });

  // Else a program would go on with the text that stands for it, which is a UUID in form.
  it.each(inputs)("%s: so is the id", async (input) => {
    const { id } = await seenCluster(new DatabaseCluster(`id-${input}`, withUnknown(input)));
    expect(id).toEqual({ known: false, secret: false, value: undefined });
  });
});

function withUnknown(input: keyof DatabaseClusterArgs): DatabaseClusterArgs {
  return { uuid, [input]: unknownOutput() };
}
