import { testsOf } from "./tests";

testsOf("unit/model");
testsOf("unit/wiring", /^connectionFor\.(failures|options|withheld)/);
