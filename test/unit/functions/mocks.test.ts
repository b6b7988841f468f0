import * as pulumi from "@pulumi/pulumi";
import { getDatabaseCluster, getDatabaseClusterOutput } from "../../../src/index";
import type { GetDatabaseClusterArgs } from "../../../src/index";
import { clusterProperties } from "../../../src/reads/secrecy";
import { clusterUuid, databaseCluster } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { unknownOutput } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { failuresOf, seenAll } from "../seenOutput";
import { beginUnitTest } from "./unitTestMocks";

const uuid = "9CC10173-E9EA-4176-9DBC-A4CEE4C4FF30";
const token = "digitalocean-databases:index:getDatabaseCluster";
const planted = { name: "planted-pg", engine: "pg" };

const emulator = useEmulator({ clusters: [databaseCluster("pg", { id: uuid.toLowerCase() })] });
afterEach(() => {
  expect(emulator.requests).toEqual([]);
});

describe("what the mocks are asked", () => {
  const cases: [string, Omit<GetDatabaseClusterArgs, "uuid">][] = [
    ["the UUID alone, without a token anywhere", {}],
    ["requireCredentials", { requireCredentials: false }],
    ["configNamespace", { configNamespace: "digitalocean-eu" }],
    ["what is undefined is left out", { requireCredentials: undefined, configNamespace: undefined }],
  ];

  it.each(cases)("%s", async (_, args) => {
    const { calls } = await beginUnitTest(() => ({}));
    await getDatabaseCluster({ uuid, ...args });
    const given = Object.entries(args).filter(([, value]) => value !== undefined);
    expect(calls).toEqual([{ token, inputs: { uuid: uuid.toLowerCase(), ...Object.fromEntries(given) } }]);
    expect(Object.keys(calls[0]?.inputs as object)).toHaveLength(given.length + 1);
  });

  it("once a lookup, however many properties are read", async () => {
    const { calls } = await beginUnitTest(() => planted);
    await seenAll({ ...getDatabaseClusterOutput({ uuid }) });
    await seenAll({ ...getDatabaseClusterOutput({ uuid: clusterUuid("mysql") }) });
    expect(calls.map(({ inputs }) => inputs as unknown)).toEqual([
      { uuid: uuid.toLowerCase() },
      { uuid: clusterUuid("mysql") },
    ]);
  });

  it("never with the token; and the API is asked nothing", async () => {
    const access = { token: Emulator.token, apiEndpoint: emulator.url };
    const { calls } = await beginUnitTest(() => planted);
    await getDatabaseCluster({ uuid, ...access });
    await seenAll({ ...getDatabaseClusterOutput({ uuid, ...access, token: pulumi.secret(access.token) }) });
    const inputs = { uuid: uuid.toLowerCase(), apiEndpoint: emulator.url };
    expect(calls).toEqual([
      { token, inputs },
      { token, inputs },
    ]);
    expect(JSON.stringify(calls)).not.toContain(Emulator.token);
  });

  it("the Output form, with the values of its Inputs", async () => {
    const { calls } = await beginUnitTest(() => ({}));
    const outputs = getDatabaseClusterOutput({
      uuid: pulumi.output(uuid),
      requireCredentials: Promise.resolve(false),
      configNamespace: pulumi.secret("digitalocean-eu"),
      apiEndpoint: pulumi.output(undefined),
    });
    await seenAll({ ...outputs });
    const inputs = {
      uuid: uuid.toLowerCase(),
      requireCredentials: false,
      configNamespace: "digitalocean-eu",
    };
    expect(calls).toEqual([{ token, inputs }]);
  });
});

it("what the mocks answer as a Promise is waited for", async () => {
  await beginUnitTest(() => Promise.resolve(planted));
  expect((await getDatabaseCluster({ uuid })).name).toBe("planted-pg");
});

it("mocks that are an object of a class are asked as such", async () => {
  class Mocks implements pulumi.runtime.Mocks {
    private readonly engine = "mysql";
    public newResource(): pulumi.runtime.MockResourceResult {
      return { id: "id", state: {} };
    }
    public call(): pulumi.runtime.MockCallResult {
      return { engine: this.engine };
    }
  }
  await pulumi.runtime.setMocks(new Mocks());
  expect((await getDatabaseCluster({ uuid })).engine).toBe("mysql");
});

describe("what the mocks throw", () => {
  const reason = new TypeError("no mock for this\nin two lines");
  const failing: [string, () => unknown][] = [
    [
      "throw",
      () => {
        throw reason;
      },
    ],
    ["reject with", () => Promise.reject(reason)],
  ];

  it.each(failing)("they %s comes through as it is, in the Promise form", async (_, answer) => {
    await beginUnitTest(answer);
    await expect(getDatabaseCluster({ uuid })).rejects.toBe(reason);
  });

  it.each(failing)("they %s comes through as it is, in the Output form", async (_, answer) => {
    await beginUnitTest(answer);
    const errors = await failuresOf(getDatabaseClusterOutput({ uuid }));
    expect(errors).toEqual(clusterProperties.map(() => reason));
    expect(errors.every((error) => error === reason)).toBe(true);
  });

  it("that is no error comes through, too", async () => {
    await beginUnitTest(() => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw "a text";
    });
    await expect(getDatabaseCluster({ uuid })).rejects.toBe("a text");
  });
});

describe("a UUID that is none is refused, and the mocks are not asked", () => {
  it.each(["backend", "", "../account", undefined])("%j", async (wrong) => {
    const { calls } = await beginUnitTest(() => planted);
    const error = await rejectionOf(getDatabaseCluster({ uuid: wrong }));
    expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
    const [ofOutput] = await failuresOf(getDatabaseClusterOutput({ uuid: wrong }));
    expect(ofOutput).toMatchObject({ code: "invalid_argument", message: error.message });
    expect(calls).toEqual([]);
  });
});

describe("in a preview", () => {
  it("an unknown UUID leaves all unknown, and the mocks are not asked", async () => {
    const { calls } = await beginUnitTest(() => planted, { preview: true });
    const all = await seenAll({ ...getDatabaseClusterOutput({ uuid: unknownOutput() }) });
    expect(Object.values(all).map(({ known }) => known)).toEqual(clusterProperties.map(() => false));
    expect(calls).toEqual([]);
  });

  it("a known one does not", async () => {
    const { calls } = await beginUnitTest(() => planted, { preview: true });
    const all = await seenAll({ ...getDatabaseClusterOutput({ uuid }) });
    expect(Object.values(all).map(({ known }) => known)).toEqual(clusterProperties.map(() => true));
    expect(calls).toHaveLength(1);
  });
});

it("mocks without call: invalid_argument, with what they would be asked", async () => {
  const newResource = (): pulumi.runtime.MockResourceResult => ({ id: "x", state: {} });
  await pulumi.runtime.setMocks({ newResource } as unknown as pulumi.runtime.Mocks);
  const error = await rejectionOf(getDatabaseCluster({ uuid }));
  expect(error).toMatchObject({ code: "invalid_argument" });
  expect(error.message).toContain("digitalocean-databases:index:getDatabaseCluster");
});
