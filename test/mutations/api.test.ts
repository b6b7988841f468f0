import { testsOf } from "./tests";

testsOf("unit/api", /^(?!client\.(uncaught|leaks)|manyLookUps)/);
testsOf("unit/functions", /^(byName|getDatabaseCa\.|parts\.(failures|results))/);
testsOf("contract", /^(cluster|part)Fixtures/);
