import { testsOf } from "./tests";

testsOf("unit/connection");
testsOf("unit/reads");
testsOf("drivers", /^uri\./);
testsOf("unit/stack", /^connectionFor\.(failures|options|table|withheld)|^hostileValues/);
testsOf("unit", /^unknownNames/);
testsOf("unit/api", /^decode/);
testsOf("unit/pulumi", /^secretTexts/);
testsOf("unit/functions", /^byName\.(failures|test)/);
