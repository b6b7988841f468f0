import * as pulumi from "@pulumi/pulumi";
import {
  connectionFor,
  getDatabaseCluster,
  getDatabaseClusterOutput,
  stackOutputs,
} from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { madeOnFirstUse, outputOf, secretOf, valueOf } from "../../../src/pulumi/outputs";
import { databaseCluster } from "../../../testing/emulator/clusters";
import { beginUnitTest } from "../functions/unitTestMocks";
import { described } from "../reads/apiCluster";
import { Thing } from "../pulumiProgram";
import { failuresOf, seen, seenAll } from "../seenOutput";

const uuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

beforeEach(async () => {
  await beginUnitTest(() => described(databaseCluster("pg")));
});

describe("The result of a function", () => {
  const forms: readonly (readonly [string, () => unknown])[] = [
    ["getDatabaseCluster", () => getDatabaseCluster({ uuid })],
    ["getDatabaseClusterOutput", () => getDatabaseClusterOutput({ uuid })],
    ["connectionFor", () => connectionFor(getDatabaseClusterOutput({ uuid }))],
    ["stackOutputs", () => stackOutputs(getDatabaseClusterOutput({ uuid }))],
  ];

  it.each(forms)(
    "is a plain object with enumerable properties, each the same Output every time: %s",
    async (_, made) => {
      const result = (await made()) as Record<string, unknown>;
      expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
      const names = Object.keys(result);
      expect(names.length).toBeGreaterThan(7);
      const getters = names.filter(
        (name) => Object.getOwnPropertyDescriptor(result, name)?.get !== undefined,
      );
      expect(getters.length).toBeGreaterThan(0);
      for (const name of names) {
        expect(name in result).toBe(true);
        expect(result[name]).toBe(result[name]);
      }
      const copy = { ...result };
      expect(Object.keys(copy)).toEqual(names);
      expect(Object.values(copy)).toEqual(Object.values(result));
      expect(Object.entries(Object.freeze(result)).map(([, value]) => value)).toEqual(Object.values(copy));
    },
  );

  it("makes an Output when its property is first read", () => {
    const make = jest.fn((name: string) => name.toUpperCase());
    const record = madeOnFirstUse(["a", "b"], make);
    expect("a" in record && Object.keys(record).length === 2).toBe(true);
    expect(make).not.toHaveBeenCalled();
    expect([record["a"], record["a"]]).toEqual(["A", "A"]);
    expect(make.mock.calls).toEqual([["a"]]);
  });

  it("of connectionFor reads nothing of a cluster but the chosen connection", async () => {
    const read = new Set<PropertyKey>();
    const cluster = new Proxy(getDatabaseClusterOutput({ uuid }), {
      get: (target, name) => {
        if (name !== "__pulumiOutput") {
          read.add(name);
        }
        return Reflect.get(target, name) as unknown;
      },
    });
    const connection = connectionFor(cluster, { network: "private" });
    expect(read).toEqual(new Set());
    await seen(connection.uri);
    expect([...read].sort()).toEqual(["clusterUuid", "engine", "id", "name", "privateConnection", "status"]);
  });

  it("may be made an Output, part of an Output, and an input of a resource", async () => {
    const cluster = getDatabaseClusterOutput({ uuid });
    const { value, secret } = await seen(pulumi.output(cluster));
    expect([secret, Object.keys(value ?? {})]).toEqual([true, clusterProperties]);
    expect((await seen(pulumi.all([cluster]))).value?.[0]).toEqual(value);
    class Consumer extends pulumi.CustomResource {
      declare public readonly engine: pulumi.Output<unknown>;
      public constructor() {
        super("test:index:Consumer", "consumer", { ...cluster, cluster });
      }
    }
    expect((await seen(new Consumer().engine)).value).toBe("pg");
    const { region, uri } = cluster;
    expect([(await seen(region)).secret, (await seen(uri)).secret]).toEqual([false, true]);
  });
});

it("A failed lookup has the same error in all its Outputs", async () => {
  await beginUnitTest(() => ({ numNodes: "planted" }));
  const errors = await failuresOf({ ...getDatabaseClusterOutput({ uuid }) });
  expect(errors).toHaveLength(clusterProperties.length);
  expect(new Set(errors).size).toBe(1);
});

describe("secretOf", () => {
  it.each([undefined, null, "", "text", { nested: [1] }])("makes a secret of %j", async (value) => {
    expect(await seen(secretOf(pulumi.output(value)))).toEqual({ known: true, secret: true, value });
  });

  it("makes a secret of an unknown value, and keeps the resources that it comes from", async () => {
    expect(await seen(secretOf(pulumi.output(pulumi.unknown)))).toMatchObject({ known: false, secret: true });
    const thing = new Thing("thing");
    const secret = secretOf(thing.urn) as unknown as { resources(): Set<pulumi.Resource> };
    expect([...secret.resources()]).toEqual([thing]);
  });

  it("fails as the Output does", async () => {
    const failing = secretOf(pulumi.output(Promise.reject(new Error("planted"))));
    await expect(seen(failing)).rejects.toThrow("planted");
  });
});

it("Every secret property of a cluster is a secret even if it is unknown", async () => {
  const all = await seenAll({
    ...getDatabaseClusterOutput({ uuid: pulumi.output(pulumi.unknown as never) }),
  });
  for (const property of clusterProperties) {
    expect(all[property]).toMatchObject({ known: false, secret: clusterFields[property].secret });
  }
});

describe("The error of an Output", () => {
  const circle: { circle?: unknown } = {};
  circle.circle = circle;
  const hostile: readonly (readonly [string, () => unknown])[] = [
    ["a circular object", () => circle],
    ["a circular object in an Output", () => pulumi.output(1).apply(() => circle as object)],
    ["a circular object in a Promise", () => Promise.resolve(circle)],
    [
      "an object with a getter that throws",
      () => ({
        get host() {
          throw new TypeError("AVNS_planted");
        },
      }),
    ],
    [
      "a proxy that throws",
      () =>
        new Proxy(
          {},
          {
            ownKeys: () => {
              throw new TypeError("AVNS_planted");
            },
          },
        ),
    ],
    [
      "a value that throws when it is read",
      () => {
        throw new RangeError("AVNS_planted");
      },
    ],
  ];

  it.each(hostile)(
    "is one of this package without the original message after an input that is %s",
    async (_, value) => {
      const error = await seen(valueOf(value)).catch((failure: unknown) => failure);
      expect(error).toMatchObject({ name: "DigitalOceanApiError", code: "invalid_argument" });
      expect((error as Error).message).not.toContain("planted");
    },
  );

  it.each([new TypeError("AVNS_planted"), "AVNS_planted", undefined])(
    "is one of this package without the original message if its function throws %p",
    async (thrown) => {
      const output = outputOf(pulumi.output(1), () => {
        throw thrown as Error;
      });
      const error = await seen(output).catch((failure: unknown) => failure);
      expect(error).toMatchObject({ name: "DigitalOceanApiError" });
      expect((error as Error).message).not.toMatch(/planted|[\r\n]/);
    },
  );
});
