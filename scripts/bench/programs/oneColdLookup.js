/** Looks up one cluster without Pulumi. The whole process is measured. */
const { lookUpWithoutPulumi } = require("./withoutPulumi");

lookUpWithoutPulumi({ uuid: process.argv[2] }).then(({ id }) => {
  process.stdout.write(JSON.stringify({ id }));
});
