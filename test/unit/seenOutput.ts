// Looks into Outputs: value, secrecy, and whether they are known.
import * as pulumi from "@pulumi/pulumi";

/** The members of an Output that the SDK's types do not show. */
interface Inside<T> {
  readonly isSecret: Promise<boolean>;
  readonly isKnown: Promise<boolean>;
  promise(): Promise<T>;
}

export interface Seen<T> {
  readonly secret: boolean;
  readonly known: boolean;
  /** Also `undefined` if the value is unknown. */
  readonly value: T | undefined;
}

/** Waits for an Output. Rejects with the Output's error. */
export async function seen<T>(output: pulumi.Output<T>): Promise<Seen<T>> {
  const inside = output as unknown as Inside<T>;
  const [value, secret, known] = await Promise.all([inside.promise(), inside.isSecret, inside.isKnown]);
  return { secret, known, value: known ? value : undefined };
}

/** Waits for all Outputs of a record. */
export async function seenAll(
  record: Readonly<Record<string, unknown>>,
): Promise<Record<string, Seen<unknown>>> {
  const entries = Object.entries(record).map(async ([name, value]) => {
    if (!pulumi.Output.isInstance(value)) {
      throw new Error(`${name} is no Output`);
    }
    return [name, await seen(value)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The errors of a record's Outputs; `undefined` for an Output without an error. */
export function failuresOf(record: object): Promise<unknown[]> {
  return Promise.all(
    Object.values(record).map((output) =>
      seen(output as pulumi.Output<unknown>).then(
        () => undefined,
        (error: unknown) => error,
      ),
    ),
  );
}
