import { testsOf } from "./tests";

testsOf("unit/model");
