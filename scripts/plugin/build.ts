// Builds the native plugin: one bundled file, launchers for Unix and Windows, and a tarball for each platform.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { create } from "tar";
import { version } from "../../package.json";

const repository = resolve(__dirname, "../..");
const launcher = join(__dirname, "launcher");
const program = "pulumi-resource-digitalocean-databases";

/** The names that Pulumi's engine has for platforms, and the launcher that it starts there. */
const platforms = {
  "linux-amd64": program,
  "linux-arm64": program,
  "darwin-amd64": program,
  "darwin-arm64": program,
  "windows-amd64": `${program}.cmd`,
  "windows-arm64": `${program}.cmd`,
} as const;

/** The files of the plugin beside its launcher. */
const common = ["start.cjs", "plugin.cjs", "LICENSE", "THIRD-PARTY-LICENSES"];

async function main(out = join(repository, "plugin")): Promise<void> {
  rmSync(out, { recursive: true, force: true });
  const folder = join(out, "files");
  mkdirSync(folder, { recursive: true });
  const { metafile } = await build({
    entryPoints: [join(repository, "src/plugin/server.ts")],
    outfile: join(folder, "plugin.cjs"),
    ...{ bundle: true, platform: "node", target: "node20", metafile: true, absWorkingDir: repository },
    // Names stay, so that a report of an unexpected error says where it was.
    ...{ minifySyntax: true, minifyWhitespace: true, legalComments: "none", logLevel: "warning" },
  });
  cpSync(launcher, folder, { recursive: true });
  cpSync(join(repository, "LICENSE"), join(folder, "LICENSE"));
  writeFileSync(join(folder, "THIRD-PARTY-LICENSES"), licencesOf(Object.keys(metafile.inputs)));
  for (const [platform, starter] of Object.entries(platforms)) {
    const file = join(out, `${program}-v${version}-${platform}.tar.gz`);
    // Without times and owners: the same files make the same tarball.
    const settings = { gzip: true, portable: true, mtime: new Date(0), cwd: folder, file };
    await create(settings, [starter, ...common]);
  }
  process.stdout.write(`${Object.keys(platforms).length} tarballs of version ${version} in ${out}\n`);
}

/** The licence texts of the bundled packages. */
function licencesOf(inputs: readonly string[]): string {
  const folders = inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []);
  const texts = [...new Set(folders)].sort().map((folder) => {
    const path = join(repository, folder);
    const { name, version, license } = JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as {
      readonly name: string;
      readonly version: string;
      readonly license?: string;
    };
    const file = readdirSync(path).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
    if (license === undefined) {
      throw new Error(`${name} ${version} is bundled and has no licence`);
    }
    const text = file === undefined ? "" : `\n\n${readFileSync(join(path, file), "utf8").trim()}`;
    return `${name} ${version} (${license})${text}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

void main(process.argv[2]);
