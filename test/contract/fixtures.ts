// The examples in DigitalOcean's API description and others in its form.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { specFolder } from "./apiDescription";

const folder = resolve(specFolder, "fixtures");

/** A cluster in the form of the API. */
export type RawCluster = Record<string, unknown>;

export interface ErrorFixture {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: { readonly id: string; readonly message: string; readonly request_id?: string };
}

/** The fixtures of a folder, by their names; none if the folder is missing. */
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

/** All texts in a cluster that are secret or that make access easier. */
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
