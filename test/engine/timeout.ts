// Raises Jest's time limit: a run of the CLI takes seconds, on a busy machine many.
jest.setTimeout(180_000);
