/** Looks one cluster up again and again in several ways, and prints the milliseconds of one lookup of each, round by round. */
const http = require("node:http");
const { dirname, join } = require("node:path");
const axios = require("axios");
const { getDatabaseCluster } = require("pulumi-digitalocean-databases");

const dist = dirname(require.resolve("pulumi-digitalocean-databases"));
const { Databases } = require(join(dist, "api", "databases.js"));
const { defaultLimits } = require(join(dist, "api", "settings.js"));
const { lookUp } = require(join(dist, "lookup", "lookUp.js"));
const { clusterRead } = require(join(dist, "lookup", "reads", "cluster.js"));

const [uuid, rounds, lookupsARound] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const { DIGITALOCEAN_API_URL: apiEndpoint, DIGITALOCEAN_TOKEN: token } = process.env;
const url = `${apiEndpoint}/v2/databases/${uuid}`;
const headers = { Authorization: `Bearer ${token}` };
const settings = { apiEndpoint, token, tokenSource: "the environment", limits: defaultLimits };
const nobody = () => undefined;
const report = { info: nobody, warn: nobody, progress: nobody };
const surroundings = { config: { get: nobody }, isPreview: false, report };
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
  // What that is made of: without the secret Outputs that a program gets; and without configuration, too.
  withoutOutputs: () => lookUp(clusterRead, { uuid, apiEndpoint, token }, surroundings),
  client: () => new Databases(settings, nobody).getCluster(uuid),
  axios: () => axios.get(url, { headers }),
  node: bareNode,
};

async function main() {
  const names = Object.keys(ways);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  // The first two rounds are for the compiler.
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
