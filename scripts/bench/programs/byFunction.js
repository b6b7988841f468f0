/** Looks up clusters with the data function. */
const { getDatabaseClusterOutput } = require("pulumi-digitalocean-databases");

for (const uuid of JSON.parse(process.env.CLUSTERS)) {
  getDatabaseClusterOutput({ uuid });
}
