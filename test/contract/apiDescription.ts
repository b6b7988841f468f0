// DigitalOcean's OpenAPI description, as validators for answers.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import Ajv from "ajv";
import type { ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

/** The folder of the API's description and its examples. It is beside the checkout, not part of it. */
export const specFolder = resolve(__dirname, "../../../shared/spec");

const descriptionFile = resolve(specFolder, "databases-read.openapi.json");

/** `describe` if the API's description is available; otherwise skipped, with the reason in its name. */
export function describeWithSpec(name: string, tests: () => void): void {
  if (existsSync(descriptionFile)) {
    describe(name, tests);
  } else {
    // Do not call `tests`: tables of tests would be empty, which is an error in Jest.
    describe.skip(`${name} (skipped: ${descriptionFile} is not there)`, () => {
      test.todo("put the API's description there");
    });
  }
}

type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

/**
 * Converts OpenAPI 3.0 to JSON Schema: `nullable` becomes one more alternative.
 *
 * @param closed whether members that are not in the description are errors
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

/** Whether it is the schema of an object, and not an object with a member called `properties`. */
function isObjectSchema(schema: { [member: string]: Json }): boolean {
  return "properties" in schema && schema["type"] === "object" && !("additionalProperties" in schema);
}

/** The part of the description that is used here. Each operation's answers refer to shared ones by name. */
interface Description {
  readonly paths: Record<string, { readonly get: { readonly responses: Record<string, { $ref: string }> } }>;
}

/** Validates the bodies of answers. */
class ApiDescription {
  private readonly description = JSON.parse(readFileSync(descriptionFile, "utf8")) as Description;
  private readonly ajv = new Ajv({ strict: false, allErrors: true });
  private readonly validators = new Map<string, ValidateFunction>();

  /** @param closed whether members that are not in the description are errors */
  public constructor(closed: boolean) {
    addFormats(this.ajv);
    const schema = jsonSchemaOf(this.description as unknown as Json, closed);
    this.ajv.addSchema(schema as object, "api");
  }

  /** The validator's errors for the body of an answer to `GET path`. */
  public defects(path: string, status: number | "default", body: unknown): string[] {
    const response = this.description.paths[path]?.get.responses[status]?.$ref;
    if (response === undefined) {
      throw new Error(`the description has no answer ${status} to GET ${path}`);
    }
    const validate =
      this.validators.get(response) ??
      this.ajv.compile({ $ref: `api${response}/content/application~1json/schema` });
    this.validators.set(response, validate);
    return validate(body)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message ?? ""}`);
  }
}

const descriptions = new Map<boolean, ApiDescription>();

/** DigitalOcean's description, by default with members allowed that are not in it. Each form is read once. */
export function apiDescription({ closed } = { closed: false }): ApiDescription {
  const description = descriptions.get(closed) ?? new ApiDescription(closed);
  descriptions.set(closed, description);
  return description;
}
