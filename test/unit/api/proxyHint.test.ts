import { proxyHint } from "../../../src/api/messages";

const heeded = /^(grpc|https?|no|no_grpc)_proxy$/i;
const proxy = "http://user:planted@proxy.example.com:3128";

let before: [string, string | undefined][];
beforeEach(() => {
  before = Object.entries(process.env).filter(([name]) => heeded.test(name));
  before.forEach(([name]) => Reflect.deleteProperty(process.env, name));
});
afterEach(() => {
  Object.keys(process.env)
    .filter((name) => heeded.test(name))
    .forEach((name) => Reflect.deleteProperty(process.env, name));
  Object.assign(process.env, Object.fromEntries(before));
});

it.each<Record<string, string>>([
  { https_proxy: proxy },
  { http_proxy: proxy },
  { grpc_proxy: proxy },
  { https_proxy: proxy, no_proxy: "" },
  { https_proxy: proxy, no_proxy: "example.com,localhost" },
  { https_proxy: proxy, no_proxy: "10.0.0.0/8,10.0.0.1" },
  { https_proxy: proxy, NO_PROXY: "127.0.0.1" },
  { https_proxy: proxy, no_proxy: "127.0.0.1", no_grpc_proxy: "example.com" },
])("proxyHint says what to set and does not show the proxy if the environment has %j", (environment) => {
  Object.assign(process.env, environment);
  expect(proxyHint()).toBe(
    " And add 127.0.0.1 to no_proxy: Pulumi's own connections on this machine go through the proxy without it.",
  );
});

it.each<Record<string, string>>([
  {},
  { https_proxy: "" },
  { no_proxy: "example.com" },
  // gRPC does not read them.
  { HTTPS_PROXY: proxy, HTTP_PROXY: proxy },
  { https_proxy: proxy, no_proxy: "example.com,127.0.0.1" },
  { https_proxy: proxy, no_proxy: "127.0.0.0/8" },
  { https_proxy: proxy, no_proxy: "0.0.0.0/0" },
  { https_proxy: proxy, no_grpc_proxy: "127.0.0.1" },
])("proxyHint is empty if the environment has %j", (environment) => {
  Object.assign(process.env, environment);
  expect(proxyHint()).toBe("");
});
