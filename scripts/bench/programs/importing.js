/** Loads modules, and prints the time that took and the memory that the process uses. */
const started = performance.now();
for (const name of process.argv.slice(2)) {
  require(name);
}
const ms = performance.now() - started;
globalThis.gc();
process.stdout.write(JSON.stringify({ ms, bytes: process.memoryUsage.rss() }));
