// Makes a fresh clone ready for `npm test` and `npm run demo`. It is fast if there is nothing to do.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const buildStamp = path.join(root, "node_modules", ".cache", "build-stamp");

// The package itself runs on any Node 20, but the development tools need `require` of ES modules.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  stop(`Node ${process.versions.node} is too old: version 20.19 or newer is needed.`);
}
if (!dependenciesInstalled()) {
  console.log("Installing dependencies (npm ci), which takes about a minute …");
  // Tests and demo need the development dependencies, even if NODE_ENV or npm's settings exclude them.
  npm("ci", "--include=dev", "--no-fund", "--no-audit", "--loglevel=error");
}
if (!buildCurrent()) {
  console.log("Building dist (npm run build) …");
  const sources = hashOfSources();
  npm("run", "build", "--silent");
  mkdirSync(path.dirname(buildStamp), { recursive: true });
  writeFileSync(buildStamp, `${sources} ${hashOfBuild()}`);
}

/**
 * Compares npm's record of the installed packages with the lock file. It does not compare times of files, because a
 * checkout changes them.
 */
function dependenciesInstalled() {
  const wanted = readPackages("package-lock.json");
  const installed = readPackages("node_modules/.package-lock.json");
  if (wanted === undefined) {
    stop("package-lock.json cannot be read.");
  }
  if (installed === undefined) {
    return false;
  }
  return Object.entries(wanted).every(([folder, entry]) => {
    if (folder === "") {
      return true;
    }
    const found = installed[folder];
    // npm does not install optional packages of other platforms.
    if (found === undefined) {
      return entry.optional === true || entry.devOptional === true;
    }
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** Compares hashes of both src and dist, so that it notices a manual build from other sources. */
function buildCurrent() {
  if (!existsSync(path.join(root, "dist", "index.js")) || !existsSync(buildStamp)) {
    return false;
  }
  return readFileSync(buildStamp, "utf8") === `${hashOfSources()} ${hashOfBuild()}`;
}

function hashOfSources() {
  return hash(["package.json", "tsconfig.json", ...filesBelow("src")]);
}

function hashOfBuild() {
  return hash(filesBelow("dist"));
}

function hash(files) {
  const sum = createHash("sha256");
  for (const file of files) {
    const content = readFileSync(path.join(root, file));
    sum.update(`${file}\0${content.length}\0`).update(content);
  }
  return sum.digest("hex");
}

function filesBelow(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const name = path.join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(name) : [name];
    })
    .sort();
}

function npm(...args) {
  // Use the npm that runs this script, if there is one, without a shell. Otherwise use the first one on PATH.
  const cli = process.env.npm_execpath ?? "";
  const own = path.basename(cli) === "npm-cli.js";
  const options = { cwd: root, stdio: "inherit", shell: !own && process.platform === "win32" };
  const result = own ? spawnSync(process.execPath, [cli, ...args], options) : spawnSync("npm", args, options);
  if (result.error) {
    stop(`npm could not be started: ${result.error.message}`);
  }
  if (result.signal) {
    stop(`npm ${args[0]} was killed by ${result.signal}.`);
  }
  if (result.status !== 0) {
    stop(`"npm ${args.join(" ")}" failed with exit code ${result.status}; see its output above.`);
  }
}

function stop(message) {
  console.error(`Set-up: ${message}`);
  process.exit(1);
}
