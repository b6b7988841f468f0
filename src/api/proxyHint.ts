import { environmentVariable } from "./own";

/** Pulumi's SDK connects to its engine by gRPC, which reads these, in lower case only, for every connection. */
const grpcProxies = ["grpc_proxy", "https_proxy", "http_proxy"] as const;

/**
 * What a message about a network that fails adds if the environment leads Pulumi's own connections on this machine
 * through the proxy, too: they fail then, or are slow. The addresses of the proxies are not shown.
 */
export function proxyHint(): string {
  const isProxied = grpcProxies.some((name) => isSet(environmentVariable(name)));
  return isProxied && !exceptions().some(coversLoopback)
    ? " And add 127.0.0.1 to no_proxy: Pulumi's own connections on this machine go through the proxy without it."
    : "";
}

function exceptions(): string[] {
  const list = [environmentVariable("no_grpc_proxy"), environmentVariable("no_proxy")].find(isSet);
  return list?.split(",") ?? [];
}

/** gRPC compares the end of the address, or a range of addresses. */
function coversLoopback(exception: string): boolean {
  const [address = "", prefix] = exception.split("/");
  return prefix === undefined
    ? "127.0.0.1".endsWith(exception)
    : /^\d+$/.test(prefix) && (Number(prefix) === 0 || (Number(prefix) >= 1 && address.startsWith("127.")));
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
