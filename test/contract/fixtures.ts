import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { specFolder } from "./apiDescription";

const folder = resolve(specFolder, "fixtures");

/** A cluster in the API's own form. */
export type RawCluster = Record<string, unknown>;

export interface ErrorFixture {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: { readonly id: string; readonly message: string; readonly request_id?: string };
}

/** The fixtures of a folder, by their names; none where the folder is not there. */
function fixturesOf<T>(subfolder: string): (readonly [string, T])[] {
  const path = resolve(folder, subfolder);
  return !existsSync(path)
    ? []
    : readdirSync(path)
        .filter((file) => file.endsWith(".json"))
        .map((file) => [
          file.replace(/\.json$/, ""),
          JSON.parse(readFileSync(resolve(path, file), "utf8")) as T,
        ]);
}

export const clusterFixtures = fixturesOf<{ database: RawCluster }>(".");
export const offspecFixtures = fixturesOf<{ database: RawCluster }>("offspec");
export const listFixtures = fixturesOf<{ databases: RawCluster[] }>("lists");
export const errorFixtures = fixturesOf<ErrorFixture>("errors");

/**
 * The value as this package hands values out, worked out without its decoder: names in camelCase; `null` and
 * empty texts are not there, nor is a port 0, nor is an object of nothing.
 */
export function handedOut(value: unknown, name = ""): unknown {
  if (value === null || value === "" || (name === "port" && value === 0)) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map((element) => handedOut(element)).filter((element) => element !== undefined);
  }
  if (typeof value !== "object") {
    return value;
  }
  const members = Object.entries(value)
    .map(([member, inner]) => [camelCase(member), handedOut(inner, member)] as const)
    .filter(([, inner]) => inner !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const secretMembers = [
  "uri",
  "host",
  "user",
  "password",
  "access_cert",
  "access_key",
  "service_cnames",
  "value",
];

/** Every text in a cluster that stands where a secret does, or something that eases access. */
export function secretTexts(value: unknown, name = ""): string[] {
  if (typeof value === "string") {
    return secretMembers.includes(name) && value !== "" ? [value] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((element) => secretTexts(element, name));
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([member, inner]) => secretTexts(inner, member))
    : [];
}
