/** Looks a thousand clusters up at once, round after round, and prints how much of the heap is in use after each. */
const { getDatabaseCluster } = require("pulumi-digitalocean-databases");

const [uuids, rounds] = [JSON.parse(process.argv[2]), Number(process.argv[3])];

async function lookUpAll() {
  await Promise.all(uuids.map((uuid) => getDatabaseCluster({ uuid })));
}

async function main() {
  const heap = [];
  for (let round = 0; round < rounds; round++) {
    await lookUpAll();
    // What waits for the next turn of the event loop to be let go of is not in use.
    await new Promise((resolve) => setTimeout(resolve, 50));
    globalThis.gc();
    heap.push(process.memoryUsage().heapUsed);
  }
  process.stdout.write(JSON.stringify(heap));
}

void main();
