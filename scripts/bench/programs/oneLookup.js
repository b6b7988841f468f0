/** Looks up one cluster many times in several ways. Prints, for each way, the milliseconds of a lookup in each round. */
const http = require("node:http");
const axios = require("axios");
const { getDatabaseCluster } = require("pulumi-digitalocean-databases");
const { lookUpWithoutPulumi } = require("./withoutPulumi");

const [uuid, rounds, lookupsARound] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const { DIGITALOCEAN_API_URL: apiEndpoint, DIGITALOCEAN_TOKEN: token } = process.env;
const url = `${apiEndpoint}/v2/databases/${uuid}`;
const headers = { Authorization: `Bearer ${token}` };
const agent = new http.Agent({ keepAlive: true });

function bareNode() {
  return new Promise((resolve, reject) => {
    http
      .get(url, { headers, agent }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => resolve(JSON.parse(Buffer.concat(chunks))));
      })
      .on("error", reject);
  });
}

const ways = {
  ours: () => getDatabaseCluster({ uuid, apiEndpoint, token }),
  withoutOutputs: () => lookUpWithoutPulumi({ uuid, apiEndpoint, token }),
  axios: () => axios.get(url, { headers }),
  node: bareNode,
};

async function main() {
  const names = Object.keys(ways);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  // The first two rounds only warm up the JIT compiler.
  for (let round = -2; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round + names.length) % names.length];
      const started = performance.now();
      for (let lookup = 0; lookup < lookupsARound; lookup++) {
        await ways[name]();
      }
      if (round >= 0) {
        samples[name].push((performance.now() - started) / lookupsARound);
      }
    }
  }
  agent.destroy();
  process.stdout.write(JSON.stringify(samples));
}

void main();
