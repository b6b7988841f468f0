// A host takes half a second to start, and several where the machine is busy.
jest.setTimeout(30_000);
