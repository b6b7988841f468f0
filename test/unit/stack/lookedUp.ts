// Clusters, pools and replicas in all forms that connectionFor takes.
import * as pulumi from "@pulumi/pulumi";
import {
  getDatabaseCluster,
  getDatabaseClusterOutput,
  getDatabaseConnectionPool,
  getDatabaseConnectionPoolOutput,
  getDatabaseReplica,
  getDatabaseReplicaOutput,
} from "../../../src/index";
import type { ConnectionSource } from "../../../src/index";
import { clusterUuid } from "../../../testing/emulator/clusters";
import type { Engine } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import { seen } from "../seenOutput";

export const kinds = ["cluster", "pool", "replica"] as const;
export type Kind = (typeof kinds)[number];

/** The forms in which a program has them: awaited, as Outputs, or from another stack. */
export const forms = ["awaited", "Outputs", "from a stack"] as const;
export type Form = (typeof forms)[number];

/** Looks up a cluster, pool or replica as a program does, without requiring credentials. */
export async function lookedUp(
  kind: Kind,
  engine: Engine,
  form: Form,
  emulator: Emulator,
): Promise<ConnectionSource> {
  const access = { token: Emulator.token, apiEndpoint: emulator.url, requireCredentials: false };
  const uuid = clusterUuid(engine);
  const outputs = form !== "awaited";
  switch (kind) {
    case "cluster": {
      const args = { uuid, ...access };
      return inForm(form, outputs ? getDatabaseClusterOutput(args) : await getDatabaseCluster(args));
    }
    case "pool": {
      const args = { clusterUuid: uuid, name: connectionPool().name, ...access };
      return inForm(
        form,
        outputs ? getDatabaseConnectionPoolOutput(args) : await getDatabaseConnectionPool(args),
      );
    }
    case "replica": {
      const args = { clusterUuid: uuid, name: databaseReplica().name, ...access };
      return inForm(form, outputs ? getDatabaseReplicaOutput(args) : await getDatabaseReplica(args));
    }
  }
}

/** Converts the source to the form. From a stack, properties are plain data and missing ones are `null`. */
async function inForm(form: Form, source: ConnectionSource): Promise<ConnectionSource> {
  if (form !== "from a stack") {
    return source;
  }
  const exported = Object.entries(source).map(async ([property, output]) => {
    const { value, secret } = await seen(output as pulumi.Output<unknown>);
    const read = JSON.parse(JSON.stringify(value ?? null)) as unknown;
    return [property, secret ? pulumi.secret(read) : pulumi.output(read)] as const;
  });
  return Object.fromEntries(await Promise.all(exported)) as unknown as ConnectionSource;
}
