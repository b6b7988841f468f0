import { testFaults } from "../faults/inProgram";
import { byUuid } from "../faults/reads";
import { testsOf } from "./tests";

testsOf("unit/api", /^(?!client\.(uncaught|leaks)|manyLookUps)/);
testsOf("unit/functions", /^(byName|getDatabaseCa\.|parts\.(failures|results))/);
testsOf("contract", /^(cluster|part)Fixtures/);
testsOf("unit/reads", /^(absence|waiting)/);

describe("getDatabaseCluster", () => {
  testFaults(() => [[byUuid, "Promise"]]);
});
