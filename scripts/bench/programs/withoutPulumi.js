/** A lookup as the data function does it, but without Pulumi: it uses modules of the package that are not public. */
const { dirname, join } = require("node:path");

const dist = dirname(require.resolve("pulumi-digitalocean-databases"));
const { clusterRead } = require(join(dist, "reads", "cluster.js"));
const { lookUp } = require(join(dist, "reads", "read.js"));

const ignore = () => undefined;
const report = { info: ignore, warn: ignore, progress: ignore, retry: ignore };
const surroundings = { reader: "program", config: { get: ignore }, isPreview: false, report };

exports.lookUpWithoutPulumi = async (args) => (await lookUp(clusterRead, args, surroundings)).properties;
