import { testsOf } from "./tests";

testsOf("unit/api", /uncaught|leaks|manyLookUps/);
testsOf("contract", /emulator|errorFixtures/);
