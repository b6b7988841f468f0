import { testFaults } from "../faults/inProgram";
import { reads } from "../faults/reads";
import { testsOf } from "./tests";

testsOf("unit/api", /^(?!client\.(uncaught|leaks)|manyLookUps)/);
testsOf("unit/functions", /^(byName|getDatabaseCa\.|parts\.(failures|results))/);
testsOf("contract", /^(cluster|part)Fixtures/);
testsOf("unit/reads", /^(absence|waiting)/);

describe("faults", () => {
  testFaults(reads.slice(0, 1), ["Promise"]);
});
