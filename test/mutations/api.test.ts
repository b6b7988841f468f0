import { testFaults } from "../faults/inProgram";
import { byUuid } from "../faults/reads";
import { testsOf } from "./tests";

testsOf("unit/api", /^(?!client\.leaks)/);
testsOf("unit/functions", /^(byName|getDatabaseCa\.|parts\.(failures|results))/);
testsOf("contract", /^(cluster|part)Fixtures/);
testsOf("unit/reads", /^(absence|identifiers|waiting)/);

describe("getDatabaseCluster", () => {
  testFaults(() => [[byUuid, "Promise"]]);
});
