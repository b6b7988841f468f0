// `npm run address -- https://github.com/owner/name`: fills in the public address of the project, in package.json.
// `npm run format` then writes it into the pages and into the plugin's schema, which says where to download the plugin.
import { readFileSync, writeFileSync } from "node:fs";

function main(address: string): void {
  if (!/^https:\/\/[\w.-]+(\/[\w.-]+)+$/.test(address)) {
    throw new Error(`"${address}" is not an address such as https://github.com/owner/name`);
  }
  const description = JSON.parse(readFileSync("package.json", "utf8")) as object;
  const members = { homepage: `${address}#readme`, repository: address, bugs: `${address}/issues` };
  writeFileSync("package.json", `${JSON.stringify({ ...description, ...members }, null, 2)}\n`);
}

try {
  main(process.argv[2] ?? "");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
