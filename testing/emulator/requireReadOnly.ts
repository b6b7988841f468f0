// Jest runs this for every test file: it fails if the emulator received a request that this package must never send.
import { Emulator } from "./emulator";

afterAll(() => {
  Emulator.requireReadOnly();
});
