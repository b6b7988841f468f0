import * as pulumi from "./sdk";

/** What an Output is made of. The SDK's types keep it to themselves, but every release of version 3 has it. */
interface OutputParts<T> {
  resources(): Set<pulumi.Resource>;
  allResources(): Promise<Set<pulumi.Resource>>;
  /** An unknown value is there as what stands for it. */
  promise(withUnknowns: true): Promise<T>;
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
}

/** As the SDK itself makes one. */
type OutputConstructor = new <T>(
  resources: Set<pulumi.Resource>,
  value: Promise<T>,
  isKnown: Promise<boolean>,
  isSecret: Promise<boolean>,
  allResources: Promise<Set<pulumi.Resource>>,
) => pulumi.Output<T>;

const Output = pulumi.Output as unknown as OutputConstructor;

const noResources = new Set<pulumi.Resource>();
const yes = Promise.resolve(true);

/** A value that is there already as a secret Output. */
export function secretOf<T>(value: T): pulumi.Output<T> {
  return new Output<T>(noResources, onceSecretsAreSecret(value), yes, yes, Promise.resolve(noResources));
}

/**
 * What is made of an Output's value, secret if told, or if the Output is. As `apply` does it, but at a tenth of its
 * cost, which counts where every cluster has more than thirty properties.
 *
 * @param pick fails never
 */
export function derived<T, U>(
  output: pulumi.Output<T>,
  pick: (value: T) => U,
  secret: boolean,
): pulumi.Output<U> {
  const parts = output as unknown as OutputParts<T>;
  const value = Promise.all([parts.promise(true), parts.isKnown]).then(([known, isKnown]) =>
    isKnown ? pick(known) : (pulumi.unknown as U),
  );
  return new Output(
    parts.resources(),
    secret ? onceSecretsAreSecret(value) : value,
    parts.isKnown,
    // Each of the parts is waited for: where they fail, one that nobody waits for would be a rejection that nobody can
    // handle, as `pulumi.secret` leaves one, and ends a user's unit test, however well that expects the failure.
    secret ? parts.isSecret.then(() => true) : parts.isSecret,
    parts.allResources(),
  );
}

/** The Output as a secret one. */
export function secretly<T>(output: pulumi.Output<T>): pulumi.Output<T> {
  return derived(output, (value) => value, true);
}

let verification: Promise<void> | undefined;
let isVerified = false;

/**
 * The value, as soon as it is seen that an Output which is made like this is a secret. A future SDK may make them in
 * another way; then there is no value, in place of one that is not secret.
 */
function onceSecretsAreSecret<T>(value: T | Promise<T>): Promise<T> {
  if (isVerified) {
    return Promise.resolve(value);
  }
  verification ??= verify();
  return Promise.all([value, verification]).then(([known]) => known);
}

async function verify(): Promise<void> {
  const probe = new Output(noResources, Promise.resolve(undefined), yes, yes, Promise.resolve(noResources));
  if (!(await pulumi.isSecret(probe))) {
    throw new Error(
      "pulumi-digitalocean-databases: this @pulumi/pulumi makes secrets in another way; update this package.",
    );
  }
  isVerified = true;
}
