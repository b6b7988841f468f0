// In a program, a failing Output fails a moment later (`rejectQuietly`). Unit tests with failing Outputs do not wait.
jest.mock("../../src/pulumi/rejection", () => ({
  ...jest.requireActual<object>("../../src/pulumi/rejection"),
  rejectQuietly: <T>(promise: Promise<T>): Promise<T> =>
    promise.catch(
      (error: unknown) =>
        new Promise<never>((_, reject) => {
          setImmediate(reject, error);
        }),
    ),
}));
