// Raises Jest's time limit: a host takes half a second to start, and longer on a busy machine.
jest.setTimeout(30_000);
