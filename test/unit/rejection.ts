import { DigitalOceanApiError } from "../../src/errors";

/** What a call fails with; it is an error itself if the call does not fail, or with something else. */
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

/** What a call throws. */
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
