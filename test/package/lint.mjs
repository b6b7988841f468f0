// Prints the findings of publint and "Are the types wrong?" for a tarball. It is a program of its own, because both are
// ES modules, which Jest cannot load.
import { readFileSync } from "node:fs";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";

const tarball = new Uint8Array(readFileSync(process.argv[2]));
const { messages } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
const { types, entrypoints, problems } = await checkPackage(createPackageFromTarballData(tarball));
console.log(JSON.stringify({ messages, types, entrypoints: Object.keys(entrypoints ?? {}), problems }));
