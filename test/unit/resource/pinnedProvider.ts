import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** The provider as it is in the states of this release, read without what it takes to serialise one. */
export const pinnedProvider = readFileSync(resolve(__dirname, "serializedProvider.txt"), "utf8");
