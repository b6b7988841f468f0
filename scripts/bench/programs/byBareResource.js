/** The least that a dynamic resource can be: one property, and read without asking anybody. */
const pulumi = require("@pulumi/pulumi");

const provider = 'exports.handler=()=>({async read(id){return{id,props:{engine:"pg"}}}})';

for (const id of JSON.parse(process.env.CLUSTERS)) {
  new pulumi.CustomResource(
    "pulumi-nodejs:dynamic:Resource",
    id,
    { engine: undefined, __provider: provider },
    { id },
  );
}
