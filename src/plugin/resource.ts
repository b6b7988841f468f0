/** What the provider has to know of a resource: its inputs and outputs, its id, and how it is looked up. */
import { DigitalOceanApiError } from "../errors";
import type { Surroundings } from "../reads/read";
import type { Field } from "../reads/secrecy";

/** A resource that is looked up, and never created, changed or deleted. */
export interface Resource<Inputs extends object> {
  readonly name: string;
  /** The names of the inputs. */
  readonly inputs: { readonly [K in keyof Inputs]-?: true };
  /** The inputs that are secret, also if the program gives them as plain values. */
  readonly secretInputs: readonly (keyof Inputs & string)[];
  /** The inputs that make another resource if they change. The id follows from them. */
  readonly replacing: readonly (keyof Inputs & string)[];
  /** The outputs, and which of them are secret. */
  readonly fields: Readonly<Record<string, Field>>;
  /**
   * Checks the inputs that are known.
   *
   * @throws DigitalOceanApiError `invalid_argument`
   */
  readonly check: (inputs: Inputs, isKnown: (input: keyof Inputs & string) => boolean) => void;
  readonly idOf: (inputs: Inputs) => string;
  /** The inputs of a resource of which only the id is known. */
  readonly inputsOf: (id: string) => Inputs;
  /**
   * Looks the outputs up. One that is not known before an update is `unknown`.
   *
   * @throws DigitalOceanApiError
   */
  readonly find: (inputs: Inputs, surroundings: Surroundings) => Promise<Readonly<Record<string, unknown>>>;
}

/** @throws DigitalOceanApiError `invalid_argument` */
export function requireFlag(input: string, value: unknown): void {
  if (value !== undefined && typeof value !== "boolean") {
    throw new DigitalOceanApiError("invalid_argument", `${input}: it must be true or false.`);
  }
}
