// The emulator of a test file.
import { Emulator } from "./emulator";

/**
 * An emulator for the tests that follow in this file or this `describe`. It listens before they begin, behaves at the
 * beginning of each test, and stops after the last one. Its `url` is known from then on, so read it in a hook or a test.
 *
 * @param args as those of the constructor
 */
export function useEmulator(...args: ConstructorParameters<typeof Emulator>): Emulator {
  const emulator = new Emulator(...args);
  beforeAll(() => emulator.listen());
  beforeEach(() => {
    emulator.behave();
  });
  afterAll(() => emulator.stop());
  return emulator;
}
