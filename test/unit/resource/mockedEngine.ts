// A user's unit test of the resource, with mocks.
import * as pulumi from "@pulumi/pulumi";
import { clusterProperties } from "../../../src/reads/secrecy";
import type { DatabaseCluster } from "../../../src/index";
import { databaseCluster } from "../../../testing/emulator/clusters";
import { seenAll } from "../seenOutput";
import type { Seen } from "../seenOutput";
import { mockedProperties } from "./storedProperties";

/** A resource as the mocks receive it. */
export type Asked = pulumi.runtime.MockResourceArgs;

/**
 * Begins a unit test whose mocks answer with the state of the emulated PostgreSQL cluster, as the engine would.
 *
 * @returns a list to which the received resources are added
 */
export async function beginUnitTest(
  options: { preview?: boolean; state?: Record<string, unknown> } = {},
): Promise<Asked[]> {
  const { preview = false, state = mockedProperties(databaseCluster("pg")) } = options;
  const asked: Asked[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        asked.push(args);
        // If the id is unknown, the engine does not know any property.
        return {
          // A resource with such a name has an unknown id.
          id: args.id || (args.name.startsWith("unknown-") ? "" : `${args.name}-id`),
          state: args.id === pulumi.runtime.unknownValue ? {} : state,
        };
      },
      call: ({ token }) => {
        throw new Error(`nothing is to be called: ${token}`);
      },
    },
    "project",
    "stack",
    preview,
  );
  return asked;
}

/** The values of the cluster's Outputs. */
export async function seenCluster(cluster: DatabaseCluster): Promise<Record<string, Seen<unknown>>> {
  const outputs = clusterProperties.map((property) => [property, cluster[property]] as const);
  const entries = Object.entries(await seenAll(Object.fromEntries(outputs)));
  // The SDK does not mark `null` as a secret.
  return Object.fromEntries(
    entries.map(([name, output]) => [
      name,
      { ...output, secret: (output.secret as boolean | null) ?? false },
    ]),
  );
}
