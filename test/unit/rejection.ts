// The errors of calls that must fail.
import { DigitalOceanApiError } from "../../src/errors";

/** The error with which a call rejects. Throws if it does not reject, or with another error. */
export async function rejectionOf(call: Promise<unknown>): Promise<DigitalOceanApiError> {
  const outcome = await call.then(
    () => new Error("the call was expected to fail"),
    (error: unknown) => error,
  );
  if (!DigitalOceanApiError.isInstance(outcome)) {
    throw outcome;
  }
  return outcome;
}

/** The error that a call throws. */
export function thrownBy(call: () => unknown): DigitalOceanApiError {
  try {
    call();
  } catch (error) {
    if (DigitalOceanApiError.isInstance(error)) {
      return error;
    }
    throw error;
  }
  throw new Error("the call was expected to throw");
}
