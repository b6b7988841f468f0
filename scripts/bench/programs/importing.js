/** Loads modules, and prints how long that took and how much memory the process has then. */
const started = performance.now();
for (const name of process.argv.slice(2)) {
  require(name);
}
const ms = performance.now() - started;
globalThis.gc();
process.stdout.write(JSON.stringify({ ms, bytes: process.memoryUsage.rss() }));
