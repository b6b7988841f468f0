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

it("DatabaseCluster is read and known in a preview if its UUID is known", async () => {
  const all = await seenCluster(
    new DatabaseCluster("known", { uuid, apiEndpoint: pulumi.output("https://x") }),
  );
  for (const property of clusterProperties) {
    expect(all[property]).toMatchObject({ known: true, secret: clusterFields[property].secret });
  }
  expect(asked.at(-1)).toMatchObject({ id: uuid, inputs: { apiEndpoint: "https://x" } });
});

describe("DatabaseCluster in a preview", () => {
  const inputs = ["uuid", "apiEndpoint", "configNamespace", "requireCredentials"] as const;

  // The host would take the text for an unknown value as a UUID or an address.
  it.each(inputs)(
    "asks the engine with an unknown id, so that the host is not asked, if %s is unknown",
    async (input) => {
      await seenCluster(new DatabaseCluster(`asked-${input}`, withUnknown(input)));
      expect(asked.at(-1)).toMatchObject({ name: `asked-${input}`, id: pulumi.runtime.unknownValue });
    },
  );

  it.each(inputs)("has unknown properties with their secrecy if %s is unknown", async (input) => {
    const all = await seenCluster(new DatabaseCluster(`seen-${input}`, withUnknown(input)));
    for (const property of clusterProperties.filter((name) => name !== "id")) {
      expect([property, all[property]]).toEqual([
        property,
        { known: false, secret: clusterFields[property].secret, value: undefined },
      ]);
    }
  });

  // Otherwise a program would use the text for an unknown value, which has the form of a UUID.
  it.each(inputs)("has an unknown id if %s is unknown", async (input) => {
    const { id } = await seenCluster(new DatabaseCluster(`id-${input}`, withUnknown(input)));
    expect(id).toEqual({ known: false, secret: false, value: undefined });
  });
});

function withUnknown(input: keyof DatabaseClusterArgs): DatabaseClusterArgs {
  return { uuid, [input]: unknownOutput() };
}
