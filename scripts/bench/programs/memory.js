/** Looks up many clusters at once, in several rounds, and prints the used heap after each round. */
const { getDatabaseCluster } = require("pulumi-digitalocean-databases");

const [uuids, rounds] = [JSON.parse(process.argv[2]), Number(process.argv[3])];

async function lookUpAll() {
  await Promise.all(uuids.map((uuid) => getDatabaseCluster({ uuid })));
}

async function main() {
  const heap = [];
  for (let round = 0; round < rounds; round++) {
    await lookUpAll();
    // Some objects become garbage only in a later turn of the event loop.
    await new Promise((resolve) => setTimeout(resolve, 50));
    globalThis.gc();
    heap.push(process.memoryUsage().heapUsed);
  }
  process.stdout.write(JSON.stringify(heap));
}

void main();
