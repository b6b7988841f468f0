// A program that changes objects it shares with this package, such as prototypes and defaults, before or after the
// package is loaded. After each change it looks up a cluster at a trusted and at an untrusted endpoint, and prints the
// results.
const http = require("node:http");
const https = require("node:https");
const tls = require("node:tls");
const axios = require("axios");

const [root, trusted, untrusted, elsewhere, uuid] = process.argv.slice(2);
// A failing lookup waits a tenth of a second (src/pulumi/rejection.ts); here it fails at once.
require("node:timers/promises").setTimeout = () => new Promise(setImmediate);
// Load the Node modules that the SDK needs before anything is changed.
require(root);

/** Sets members, and returns a function that restores the old values. */
function set(object, members) {
  const before = Object.getOwnPropertyDescriptors(object);
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(object, name, { value, configurable: true, writable: true, enumerable: true });
  }
  return () => {
    for (const name of Object.keys(members)) {
      Reflect.deleteProperty(object, name);
      if (before[name] !== undefined) {
        Object.defineProperty(object, name, before[name]);
      }
    }
  };
}

function intercept(manager, ...handlers) {
  const id = manager.use(...handlers);
  return () => manager.eject(id);
}

const evil = new URL(elsewhere);
const lax = { rejectUnauthorized: false, checkServerIdentity: () => undefined };
const laxAgent = new https.Agent(lax);
const evilAgent = new http.Agent();
evilAgent.createConnection = () => require("node:net").connect(Number(evil.port), evil.hostname);
const evilTlsAgent = new https.Agent(lax);
evilTlsAgent.createConnection = evilAgent.createConnection;
const lookup = (_host, options, done) =>
  options.all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4);
const transport = {
  request: (options, done) =>
    http.request({ ...options, ...target, protocol: "http:", agent: undefined }, done),
};
const target = { host: evil.hostname, hostname: evil.hostname, port: Number(evil.port) };
const answer = { status: 200, statusText: "OK", headers: {}, data: Buffer.from("{}") };

const axiosDefaults = {
  httpsAgent: laxAgent,
  httpAgent: evilAgent,
  proxy: { protocol: "http", host: evil.hostname, port: Number(evil.port) },
  baseURL: elsewhere,
  url: elsewhere,
  socketPath: "/nowhere.sock",
  transport,
  lookup,
  adapter: (config) => Promise.resolve({ ...answer, config }),
  method: "delete",
  data: "planted",
  auth: { username: "planted", password: "planted" },
  params: { planted: "planted" },
  paramsSerializer: () => "planted",
  allowAbsoluteUrls: false,
  maxRedirects: 5,
  beforeRedirect: () => undefined,
  maxContentLength: 1,
  maxRate: 1,
  timeout: 1,
  decompress: false,
  responseType: "json",
  transformRequest: [(_, headers) => headers.set("authorization", "planted")],
  transformResponse: [() => ({ planted: true })],
  validateStatus: () => false,
  httpVersion: 2,
  insecureHTTPParser: true,
  signal: AbortSignal.abort(),
};

const prototypes = {
  rejectUnauthorized: false,
  checkServerIdentity: () => undefined,
  ca: ["planted"],
  servername: "planted.example.com",
  host: evil.hostname,
  hostname: evil.hostname,
  port: Number(evil.port),
  path: "/planted",
  protocol: "http:",
  method: "DELETE",
  auth: "planted:planted",
  socketPath: "/nowhere.sock",
  agent: laxAgent,
  createConnection: evilAgent.createConnection,
  lookup,
  family: 6,
  localAddress: "203.0.113.1",
  timeout: 1,
  defaultPort: 1,
  setHost: false,
  insecureHTTPParser: true,
  signal: AbortSignal.abort(),
  proxy: axiosDefaults.proxy,
  baseURL: elsewhere,
  url: elsewhere,
  transport,
  adapter: axiosDefaults.adapter,
  httpsAgent: laxAgent,
  httpAgent: evilAgent,
  maxRedirects: 5,
  headers: { authorization: "planted" },
  authorization: "planted",
  "content-encoding": "gzip",
  "x-request-id": "0a5e0000-0000-4000-8000-0000000000e1",
  // Settings of this package.
  apiEndpoint: elsewhere,
  token: "planted",
  uuid: "0a5e0000-0000-4000-8000-0000000000e2",
  name: "planted",
  configNamespace: "planted",
  provider: { token: "planted" },
  waitForOnline: true,
  timeoutSeconds: 1,
  requireCredentials: false,
  mocks: { call: () => ({ engine: "planted" }) },
  dependsOn: "planted",
  DIGITALOCEAN_API_URL: elsewhere,
  DIGITALOCEAN_TOKEN: "planted",
  DIGITALOCEAN_ACCESS_TOKEN: "planted",
  "digitalocean:apiEndpoint": elsewhere,
  "digitalocean:token": "planted",
  // Members of an answer.
  id: "0a5e0000-0000-4000-8000-0000000000e2",
  password: "planted",
  uri: "planted",
  private_connection: { uri: "planted", host: "planted", port: 1, user: "planted", password: "planted" },
  privateConnection: { uri: "planted", host: "planted" },
  standby_connection: { uri: "planted", host: "planted", port: 1, user: "planted", password: "planted" },
};

const poisons = {
  ...Object.fromEntries(
    Object.entries(axiosDefaults).map(([name, value]) => [
      `axios.defaults.${name}`,
      () => set(axios.defaults, { [name]: value }),
    ]),
  ),
  "axios.defaults.headers.common": () =>
    set(axios.defaults.headers.common, { Authorization: "planted", Host: "planted" }),
  "axios.defaults.headers.get": () => set(axios.defaults.headers, { get: { Authorization: "planted" } }),
  "axios.interceptors.request": () =>
    intercept(axios.interceptors.request, (config) =>
      Object.assign(config, { baseURL: elsewhere, httpsAgent: laxAgent }),
    ),
  "axios.interceptors.response": () => intercept(axios.interceptors.response, () => answer),
  "axios.create": () => set(axios, { create: () => axios }),
  "axios.get and axios.request": () => set(axios, { get: async () => answer, request: async () => answer }),
  "axios.Axios.prototype.request": () => set(axios.Axios.prototype, { request: async () => answer }),
  "https.globalAgent": () => set(https, { globalAgent: laxAgent }),
  "https.globalAgent.options": () => set(https.globalAgent.options, lax),
  "https.globalAgent.createConnection": () =>
    set(https.globalAgent, { createConnection: evilAgent.createConnection }),
  "http.globalAgent": () => set(http, { globalAgent: evilAgent }),
  "tls.checkServerIdentity": () => set(tls, { checkServerIdentity: () => undefined }),
  "tls.DEFAULT_MIN_VERSION": () => set(tls, { DEFAULT_MIN_VERSION: "TLSv1" }),
  "tls.DEFAULT_CIPHERS": () => set(tls, { DEFAULT_CIPHERS: "aNULL:eNULL" }),
  "Error.stackTraceLimit": () => set(Error, { stackTraceLimit: 0 }),
  NODE_TLS_REJECT_UNAUTHORIZED: () => set(process.env, { NODE_TLS_REJECT_UNAUTHORIZED: "0" }),
  ...Object.fromEntries(
    Object.entries(prototypes).map(([name, value]) => [
      `Object.prototype.${name}`,
      () => set(Object.prototype, { [name]: value }),
    ]),
  ),
};

/** Loads the package again. */
function load() {
  for (const file of Object.keys(require.cache)) {
    if (/[\\/]dist[\\/]/.test(file) && !file.includes("node_modules")) {
      Reflect.deleteProperty(require.cache, file);
    }
  }
  const { getDatabaseCluster } = require(root);
  // The HTTP client is loaded at the first lookup.
  return getDatabaseCluster;
}

async function outcome(getDatabaseCluster, apiEndpoint) {
  try {
    const { id, name, status } = await getDatabaseCluster({ uuid, apiEndpoint });
    return `${id} ${name} ${status}`;
  } catch (error) {
    return error.message;
  }
}

(async () => {
  const warn = process.emitWarning;
  process.emitWarning = () => undefined;
  const all = [["nothing", () => () => undefined], ...Object.entries(poisons)];
  const lookUpTwice = async (name, moment, lookUp, undo) => {
    const outcomes = [await outcome(lookUp, trusted), await outcome(lookUp, untrusted)];
    undo();
    process.stdout.write(JSON.stringify({ name, moment, outcomes }) + "\n");
  };
  for (const [name, poison] of all) {
    const undo = poison();
    await lookUpTwice(name, "before", load(), undo);
  }
  const loaded = load();
  await outcome(loaded, trusted);
  for (const [name, poison] of all) {
    const undo = poison();
    await lookUpTwice(name, "after", loaded, undo);
  }
  process.emitWarning = warn;
})();
