/** What the provider has to know of a resource: its inputs and outputs, its id, and how it is looked up. */
import type { Surroundings } from "../reads/read";
import type { Field } from "../reads/secrecy";

/** A resource that is looked up, and never created, changed or deleted. */
export interface Resource<Inputs extends object> {
  readonly name: string;
  readonly inputs: { readonly [K in keyof Inputs]-?: true };
  /** The inputs that are secret, also if the program gives them as plain values. */
  readonly secretInputs: readonly (keyof Inputs & string)[];
  /** The inputs that make another resource if they change. The id follows from them. */
  readonly replacing: readonly (keyof Inputs & string)[];
  /** The outputs, and which of them are secret. */
  readonly fields: Readonly<Record<string, Field>>;
  /** @throws DigitalOceanApiError `invalid_argument` */
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
