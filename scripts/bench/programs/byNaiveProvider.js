/** A dynamic provider as one would first write it: it requests the cluster with axios and stores the answer. */
const pulumi = require("@pulumi/pulumi");
const axios = require("axios");

class DatabaseProvider {
  async create({ uuid, endpoint, token }) {
    const { data } = await axios.get(`${endpoint}/v2/databases/${uuid}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    return { id: uuid, outs: { uuid, endpoint, token, ...data.database } };
  }
}

class DatabaseCluster extends pulumi.dynamic.Resource {
  constructor(name, args) {
    const outputs = { engine: undefined, region: undefined, connection: undefined };
    super(new DatabaseProvider(), name, { ...outputs, ...args }, { additionalSecretOutputs });
  }
}

const additionalSecretOutputs = [
  "token",
  "connection",
  "private_connection",
  "standby_connection",
  "standby_private_connection",
  "users",
];
const { DIGITALOCEAN_API_URL: endpoint, DIGITALOCEAN_TOKEN: token } = process.env;
for (const uuid of JSON.parse(process.env.CLUSTERS)) {
  new DatabaseCluster(uuid, { uuid, endpoint, token: pulumi.secret(token) });
}
