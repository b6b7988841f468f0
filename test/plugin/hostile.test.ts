import * as fc from "fast-check";
import type { ServiceError } from "@grpc/grpc-js";
import { isShortcut } from "../../src/connection/connection";
import { clusterUuid, databaseCluster, engines } from "../../testing/emulator/clusters";
import { caCertificate } from "../../testing/emulator/parts";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { edited, editsOf } from "../hostile/bodies";
import type { Json } from "../hostile/bodies";
import { mistakes } from "../hostile/lookUps";
import { outcomes } from "../hostile/outcomes";
import { isLong, runs } from "../hostile/runs";
import { hostileText } from "../hostile/texts";
import { marked, unmarked } from "../host/properties";
import type { Properties } from "../host/properties";
import { allNames, fieldsOf, secretNames } from "./fields";
import { markedNames, unknown } from "./messages";
import type { Stored } from "./messages";
import { configFor, usePlugin } from "./usePlugin";

jest.setTimeout(isLong ? 3_600_000 : 90_000);

const uuid = clusterUuid("pg");
const emulator = useEmulator();
const plugin = usePlugin(() => ({ config: configFor(emulator, { httpRetryMax: "0" }) }));

/** The texts for an unknown text and an unknown object, which are among the hostile texts. */
const unknowns = [unknown, "dd056dcd-154b-4c76-9bd3-c8f88648b5ff"];

/** Bodies of an engine's cluster with changes at random. */
const bodies = fc.constantFrom(...engines).chain((engine) => {
  const body = { database: databaseCluster(engine, { id: uuid }) } as unknown as Json;
  return editsOf(body).map((edits) => edited(body, edits));
});

/** What a call returns, or its error, which must be one line that shows nothing of the answer. */
async function ending<T>(call: Promise<T>): Promise<T | ServiceError> {
  const result = await call.catch((error: unknown) => error as ServiceError);
  if (result instanceof Error) {
    expect(result.details).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]+ \[[a-z_]+\]$/u);
    expect(result.details).not.toMatch(
      /AVNS_|example\.com|Unexpected|TypeError|\[object|the plugin has failed/,
    );
  }
  // Warnings of what cannot be read, or is about to change.
  for (const { message } of await plugin().engine.take()) {
    expect(message).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u);
    expect(message).not.toMatch(/AVNS_|\.example\.com/);
  }
  return result;
}

/** Makes the emulator answer every request like this. */
function answer(body: string): void {
  emulator.behave();
  emulator.misbehave((_, response) => response.end(body));
}

/** The value as JSON, without missing members: they are `null` for the engine, and absent for this package. */
function withoutMissing(value: object): unknown {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) => inner ?? undefined) as unknown;
}

/** The expected properties of a DatabaseCluster. */
function storedOf(properties: Properties): Properties {
  const stored = Object.entries(properties).filter(([name]) => name !== "id" && !isShortcut(name));
  return Object.fromEntries(stored);
}

it("a Create of a DatabaseCluster has all properties, or fails with one line, if the answer is changed at random", async () => {
  const ended = { found: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(bodies, fc.boolean(), async (body, requireCredentials) => {
      answer(body);
      const outcome = outcomes["getDatabaseCluster"]?.([body], { uuid });
      const actual = await ending(plugin().create("DatabaseCluster", { uuid, requireCredentials }));
      if (actual instanceof Error) {
        ended.refused += 1;
        const isRefused = outcome !== undefined && "code" in outcome;
        expect(isRefused || unknowns.some((text) => body.includes(text))).toBe(true);
        return;
      }
      const { properties } = actual;
      expect(Object.keys(properties).sort()).toEqual(allNames("DatabaseCluster"));
      expect(markedNames(properties)).toEqual(
        secretNames("DatabaseCluster").filter((name) => properties[name] !== null),
      );
      expect(unknowns.filter((text) => JSON.stringify(properties).includes(JSON.stringify(text)))).toEqual(
        [],
      );
      if (outcome !== undefined && "properties" in outcome) {
        ended.found += 1;
        expect(withoutMissing(unmarked(properties))).toEqual(withoutMissing(storedOf(outcome.properties)));
      } else {
        expect(requireCredentials).toBe(false);
      }
      // The same answer is no change, whatever is in it.
      const stored: Stored = { ...actual, inputs: { uuid, requireCredentials } };
      expect(await ending(plugin().diff("DatabaseCluster", stored))).toMatchObject({ changes: "none" });
    }),
    runs(100),
  );
  expect(Math.min(ended.found, ended.refused)).toBeGreaterThan(0);
});

it("a Create of a DatabaseConnection has all properties, or fails with one line, if the answer is changed at random", async () => {
  const choices = fc.record({
    network: fc.constantFrom("public", "private", null),
    node: fc.constantFrom("primary", "standby", null),
    user: fc.constantFrom("app", "doadmin", null),
  });
  await fc.assert(
    fc.asyncProperty(bodies, choices, async (body, inputs) => {
      answer(body);
      const actual = await ending(plugin().create("DatabaseConnection", { uuid, ...inputs }));
      if (actual instanceof Error) {
        return;
      }
      const { properties } = actual;
      expect(Object.keys(properties).sort()).toEqual(allNames("DatabaseConnection"));
      expect(markedNames(properties)).toEqual(
        secretNames("DatabaseConnection").filter((name) => properties[name] !== null),
      );
      expect(unknowns.filter((text) => JSON.stringify(properties).includes(JSON.stringify(text)))).toEqual(
        [],
      );
    }),
    runs(100),
  );
});

it("a function has public properties only, or fails with one line, if the answer is changed at random", async () => {
  const ca = { ca: { certificate: Buffer.from(caCertificate).toString("base64") } };
  const certificates = editsOf(ca).map((edits) => edited(ca, edits));
  const isPublic = (name: string): boolean => fieldsOf.DatabaseCluster[name]?.secret !== true;
  await fc.assert(
    fc.asyncProperty(bodies, certificates, async (body, certificate) => {
      answer(body);
      const found = await ending(plugin().invoke("getDatabaseCluster", { uuid }));
      answer(certificate);
      const ofCa = await ending(plugin().invoke("getDatabaseCa", { clusterUuid: uuid }));
      for (const result of [found, ofCa].filter((each) => !(each instanceof Error))) {
        expect(markedNames(result as Properties)).toEqual([]);
        expect(Object.keys(result).filter((name) => !isPublic(name))).toEqual([]);
        expect(JSON.stringify(result)).not.toContain("AVNS_");
      }
    }),
    runs(60),
  );
});

/** Values that a program can give. A text arrives as UTF-8. */
const anyInput = fc.oneof(
  fc.oneof(hostileText, mistakes).map((text) => Buffer.from(text).toString()),
  fc.constantFrom<unknown>(null, 0, 5, -1.5, true, false, [], ["a"], {}, { value: "a" }),
);

it("whatever the inputs are, a Check and a Create answer or fail with one line, without the secret ones", async () => {
  const names = ["uuid", "pool", "replica", "network", "node", "user", "password", "database", "caFile"];
  const inputs = fc.record(Object.fromEntries(names.map((name) => [name, anyInput])), { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(inputs, fc.boolean(), async (given, hasUuid) => {
      emulator.behave();
      const all = Object.entries({ ...given, ...(hasUuid ? { uuid } : {}) });
      const secrets = Object.fromEntries(all.map(([name, value]) => [name, marked(value)]));
      const { inputs: checked, failures } = await plugin().check("DatabaseConnection", secrets);
      expect([checked, failures]).toEqual([secrets, []]);
      const actual = await ending(plugin().create("DatabaseConnection", secrets));
      const shown = actual instanceof Error ? actual.details : "";
      const texts = all
        .filter(([name]) => name !== "uuid")
        .flatMap(([, value]) => (typeof value === "string" ? [value.trim()] : []))
        // Shorter texts occur by chance.
        .filter((text) => /^\w{8}/.test(text) && text !== "public" && text !== "standby");
      expect(texts.filter((text) => shown.includes(text))).toEqual([]);
    }),
    runs(100),
  );
});
