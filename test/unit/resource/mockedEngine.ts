import * as pulumi from "@pulumi/pulumi";
import { clusterProperties } from "../../../src/reads/secrecy";
import type { DatabaseCluster } from "../../../src/index";
import { databaseCluster } from "../../../testing/emulator/clusters";
import { seenAll } from "../seenOutput";
import type { Seen } from "../seenOutput";
import { mockedProperties } from "./storedProperties";

/** A resource as the engine was asked for it. */
export type Asked = pulumi.runtime.MockResourceArgs;

/**
 * A user's unit test: the mocks answer as the engine would with the state of the planted PostgreSQL cluster.
 *
 * @returns what the engine is asked for, as it comes
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
        // Of what has an unknown id the engine knows nothing.
        return {
          // A resource whose name says so has no id yet.
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

/** What the cluster's Outputs hold. */
export async function seenCluster(cluster: DatabaseCluster): Promise<Record<string, Seen<unknown>>> {
  const outputs = clusterProperties.map((property) => [property, cluster[property]] as const);
  const entries = Object.entries(await seenAll(Object.fromEntries(outputs)));
  // Of a `null` the SDK says with another that it is no secret.
  return Object.fromEntries(
    entries.map(([name, output]) => [
      name,
      { ...output, secret: (output.secret as boolean | null) ?? false },
    ]),
  );
}
