import { testsOf } from "./tests";

testsOf("unit/connection");
testsOf("unit/reads");
testsOf("unit/stack", /^connectionFor\.(failures|options|withheld)/);
