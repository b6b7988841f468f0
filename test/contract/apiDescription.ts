import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";

/** Where the API's description and the fixtures lie: beside the checkout, and not part of it. */
export const specFolder = resolve(__dirname, "../../../shared/spec");

const descriptionFile = resolve(specFolder, "databases-read.openapi.json");

/** `describe` where the API's description is at hand; else skipped, under a name that says why. */
export function describeWithSpec(name: string, tests: () => void): void {
  if (existsSync(descriptionFile)) {
    describe(name, tests);
  } else {
    // Not `tests`: their tables would be empty, which Jest takes for a mistake.
    describe.skip(`${name} (skipped: ${descriptionFile} is not there)`, () => {
      test.todo("put the API's description there");
    });
  }
}

type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

/**
 * OpenAPI 3.0 as JSON Schema: `nullable` becomes one more alternative.
 *
 * @param closed whether members that the description does not have are refused
 */
function jsonSchemaOf(value: Json, closed: boolean): Json {
  if (Array.isArray(value)) {
    return value.map((element) => jsonSchemaOf(element, closed));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const { nullable, example: _, ...rest } = value;
  const converted: Json = Object.fromEntries(
    Object.entries(rest).map(([name, member]) => [name, jsonSchemaOf(member, closed)]),
  );
  if (closed && isObjectSchema(converted)) {
    converted["additionalProperties"] = false;
  }
  return nullable === true ? { anyOf: [converted, { type: "null" }] } : converted;
}

/** An object's schema, and not an object that has a member called `properties`. */
function isObjectSchema(schema: { [member: string]: Json }): boolean {
  return "properties" in schema && schema["type"] === "object" && !("additionalProperties" in schema);
}

/** An operation's answers; each has a name among the shared ones. */
interface Description {
  readonly paths: Record<string, { readonly get: { readonly responses: Record<string, { $ref: string }> } }>;
}

/** Validates the bodies of answers. */
export class ApiDescription {
  private readonly description = JSON.parse(readFileSync(descriptionFile, "utf8")) as Description;
  private readonly ajv = new Ajv({ strict: false, allErrors: true });

  public constructor(options: { closed: boolean } = { closed: false }) {
    addFormats(this.ajv);
    const schema = jsonSchemaOf(this.description as unknown as Json, options.closed);
    this.ajv.addSchema(schema as object, "api");
  }

  /** What is wrong with the body of an answer to `GET path`, in the validator's words. */
  public defects(path: string, status: number | "default", body: unknown): string[] {
    const response = this.description.paths[path]?.get.responses[status]?.$ref;
    if (response === undefined) {
      throw new Error(`the description has no answer ${status} to GET ${path}`);
    }
    const validate = this.ajv.compile({ $ref: `api${response}/content/application~1json/schema` });
    return validate(body)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message ?? ""}`);
  }
}
