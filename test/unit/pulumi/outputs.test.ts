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

describe("a result is a plain object whose Outputs are made on first use", () => {
  const forms: readonly (readonly [string, () => unknown])[] = [
    ["Promise form", () => getDatabaseCluster({ uuid })],
    ["Output form", () => getDatabaseClusterOutput({ uuid })],
    ["connection", () => connectionFor(getDatabaseClusterOutput({ uuid }))],
    ["stack outputs", () => stackOutputs(getDatabaseClusterOutput({ uuid }))],
  ];

  it.each(forms)(
    "%s: its properties are enumerable, and each is the same Output every time",
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

  it("makes nothing until a property is read, and then once", () => {
    const make = jest.fn((name: string) => name.toUpperCase());
    const record = madeOnFirstUse(["a", "b"], make);
    expect("a" in record && Object.keys(record).length === 2).toBe(true);
    expect(make).not.toHaveBeenCalled();
    expect([record["a"], record["a"]]).toEqual(["A", "A"]);
    expect(make.mock.calls).toEqual([["a"]]);
  });

  it("connectionFor reads no more of a cluster than the connection it leads to", async () => {
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

  it("a whole result may be an Output, part of one, and an input of a resource", async () => {
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

it("whoever exports a whole cluster whose lookup fails gets one error", async () => {
  await beginUnitTest(() => ({ numNodes: "planted" }));
  const errors = await failuresOf({ ...getDatabaseClusterOutput({ uuid }) });
  expect(errors).toHaveLength(clusterProperties.length);
  expect(new Set(errors).size).toBe(1);
});

describe("secretOf", () => {
  it.each([undefined, null, "", "text", { nested: [1] }])("makes a secret of %j", async (value) => {
    expect(await seen(secretOf(pulumi.output(value)))).toEqual({ known: true, secret: true, value });
  });

  it("makes a secret of what is unknown, and keeps the resources that it comes from", async () => {
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

it("every secret property is a secret while it is unknown, too", async () => {
  const all = await seenAll({
    ...getDatabaseClusterOutput({ uuid: pulumi.output(pulumi.unknown as never) }),
  });
  for (const property of clusterProperties) {
    expect(all[property]).toMatchObject({ known: false, secret: clusterFields[property].secret });
  }
});

describe("no error but this package's comes out of an Output", () => {
  const circle: { circle?: unknown } = {};
  circle.circle = circle;
  const hostile: readonly (readonly [string, () => unknown])[] = [
    ["a circle", () => circle],
    ["a circle in an Output", () => pulumi.output(1).apply(() => circle as object)],
    ["a circle in a Promise", () => Promise.resolve(circle)],
    [
      "a getter that throws",
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
      "what throws when it is read",
      () => {
        throw new RangeError("AVNS_planted");
      },
    ],
  ];

  it.each(hostile)("%s as an input", async (_, value) => {
    const error = await seen(valueOf(value)).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ name: "DigitalOceanApiError", code: "invalid_argument" });
    expect((error as Error).message).not.toContain("planted");
  });

  it.each([new TypeError("AVNS_planted"), "AVNS_planted", undefined])(
    "%p thrown by what makes it",
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
