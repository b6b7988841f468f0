import { testFaults } from "./inProgram";
import { reads } from "./reads";

testFaults(reads);
