/** Looks up clusters, all at once or one after the other, and prints the time that took and the peak memory. */
const { getDatabaseCluster } = require("pulumi-digitalocean-databases");

const [uuids, atOnce] = [JSON.parse(process.argv[2]), process.argv[3] === "at once"];

async function main() {
  const started = performance.now();
  if (atOnce) {
    await Promise.all(uuids.map((uuid) => getDatabaseCluster({ uuid })));
  } else {
    for (const uuid of uuids) {
      await getDatabaseCluster({ uuid });
    }
  }
  const ms = performance.now() - started;
  // maxRSS is in kilobytes on every system.
  process.stdout.write(JSON.stringify({ ms, peakBytes: process.resourceUsage().maxRSS * 1024 }));
}

void main();
