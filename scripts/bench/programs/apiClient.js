/** One lookup by the API client alone, without Pulumi. */
const { dirname, join } = require("node:path");

const dist = dirname(require.resolve("pulumi-digitalocean-databases"));
const { Databases } = require(join(dist, "api", "databases.js"));
const { defaultLimits } = require(join(dist, "api", "settings.js"));

const { DIGITALOCEAN_API_URL: apiEndpoint, DIGITALOCEAN_TOKEN: token } = process.env;
const settings = { apiEndpoint, token, tokenSource: "the environment", limits: defaultLimits };
new Databases(settings, () => undefined).getCluster(process.argv[2]).then(({ id }) => {
  process.stdout.write(JSON.stringify({ id }));
});
