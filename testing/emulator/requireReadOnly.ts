import { Emulator } from "./emulator";

// For every test file, whatever it tests: what it does not look at is looked at here.
afterAll(() => {
  Emulator.requireReadOnly();
});
