/** Looks up clusters with the resource. */
const { DatabaseCluster } = require("pulumi-digitalocean-databases");

for (const uuid of JSON.parse(process.env.CLUSTERS)) {
  new DatabaseCluster(uuid, { uuid });
}
