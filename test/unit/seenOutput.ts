import * as pulumi from "@pulumi/pulumi";

/** What an Output is, and what it holds; the SDK's types keep the half of it to themselves. */
interface Inside<T> {
  readonly isSecret: Promise<boolean>;
  readonly isKnown: Promise<boolean>;
  promise(): Promise<T>;
}

export interface Seen<T> {
  readonly secret: boolean;
  readonly known: boolean;
  /** `undefined` too while the value is unknown. */
  readonly value: T | undefined;
}

/** What an Output holds once it is there. It fails as the Output does. */
export async function seen<T>(output: pulumi.Output<T>): Promise<Seen<T>> {
  const inside = output as unknown as Inside<T>;
  const [value, secret, known] = await Promise.all([inside.promise(), inside.isSecret, inside.isKnown]);
  return { secret, known, value: known ? value : undefined };
}

/** All of a record's Outputs. */
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

/** The errors that a record's Outputs fail with; an Output that does not fail counts as `undefined`. */
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
