import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** The provider as it is in the states of this release. */
export const pinnedProvider = readFileSync(resolve(__dirname, "storedProvider.txt"), "utf8");
