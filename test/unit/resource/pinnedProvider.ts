// The text of the provider in stored states.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

export const pinnedProvider = readFileSync(resolve(__dirname, "storedProvider.txt"), "utf8");
