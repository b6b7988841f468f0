// `npm run address -- https://github.com/owner/name`: fills in the public address of the project, in package.json.
// `npm run format` then writes it into the pages.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The members of package.json that name the project's address. */
export function membersFor(address: string): {
  readonly homepage: string;
  readonly repository: string;
  readonly bugs: string;
} {
  return { homepage: `${address}#readme`, repository: address, bugs: `${address}/issues` };
}

function main(address: string): void {
  if (!/^https:\/\/[\w.-]+(\/[\w.-]+)+$/.test(address)) {
    throw new Error(`"${address}" is not an address such as https://github.com/owner/name`);
  }
  const path = join(__dirname, "../package.json");
  const description = JSON.parse(readFileSync(path, "utf8")) as object;
  writeFileSync(path, `${JSON.stringify({ ...description, ...membersFor(address) }, null, 2)}\n`);
}

if (require.main === module) {
  try {
    main(process.argv[2] ?? "");
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
