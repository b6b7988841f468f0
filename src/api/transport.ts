/** Where a request goes and how the server is verified: connections, TLS and proxies. */
import { X509Certificate, constants } from "node:crypto";
import * as http from "node:http";
import * as https from "node:https";
import { isIP } from "node:net";
import * as tls from "node:tls";
import { isLoopback } from "./settings";

/**
 * Sends a GET with the token. Address, headers and TLS options are set here for each request. Nothing comes from
 * `axios.defaults`, Node's global agents, the defaults of `node:tls` or `Object.prototype`, because a program may have
 * changed those for requests of its own.
 */
export class Transport {
  private readonly isTls: boolean;

  public constructor(
    private readonly endpoint: URL,
    private readonly headers: Readonly<Record<string, string>>,
  ) {
    this.isTls = endpoint.protocol === "https:";
  }

  /**
   * axios calls this instead of `https.request`.
   *
   * @param path the path and query below the endpoint
   * @param proxyTunnel the agent of the connection through a proxy, if there is one
   */
  public request(
    path: string,
    proxyTunnel: http.Agent | undefined,
    onResponse: (response: http.IncomingMessage) => void,
  ): http.ClientRequest {
    const { protocol, hostname, port, pathname } = this.endpoint;
    const options = {
      ...withoutInherited(),
      ...(this.isTls ? tlsOptions() : {}),
      // Without it, HttpsProxyAgent looks at a stack trace to see whether the request is encrypted.
      ...(this.isTls ? { secureEndpoint: true } : {}),
      agent: proxyTunnel ?? (this.isTls ? tlsAgent() : plainAgent()),
      protocol,
      hostname: hostname.replace(/^\[|\]$/g, ""),
      port: port === "" ? (this.isTls ? 443 : 80) : Number(port),
      path: pathname.replace(/\/$/, "") + path,
      method: "GET",
      headers: { ...this.headers },
    };
    return (this.isTls ? https : http).request(options, (response) => {
      // An ordinary object would take a header that was not sent from `Object.prototype`.
      response.headers = Object.assign(Object.create(null) as http.IncomingHttpHeaders, response.headers);
      onResponse(response);
    });
  }

  /** The agent for a connection to a proxy, if the environment names a proxy. */
  public agentForProxy(signal: AbortSignal): https.Agent | undefined {
    return !isLoopback(this.endpoint) && mayBeProxied() ? agentThatEndsWith(signal) : undefined;
  }
}

/** Whether the environment names a proxy, for some hosts at least. */
function mayBeProxied(): boolean {
  return Object.entries(process.env).some(
    ([name, value]) => /(https|all)_proxy$/i.test(name) && value !== "",
  );
}

/**
 * An agent whose connections end with the signal. axios copies its options into those of the connection to the proxy;
 * without the signal, a proxy that never answers CONNECT would keep the process alive.
 */
function agentThatEndsWith(signal: AbortSignal): https.Agent {
  const options: https.AgentOptions & { signal: AbortSignal } = {
    ...withoutInherited(),
    ...tlsOptions(),
    keepAlive: false,
    signal,
  };
  return new https.Agent(options);
}

/** The options of Node's global agents, which keep a connection for 5 seconds. */
const keptConnections = { keepAlive: true, scheduling: "lifo", timeout: 5000 } as const;

let agents: { readonly tls?: https.Agent; readonly plain?: http.Agent } = {};

function tlsAgent(): https.Agent {
  const agent = agents.tls ?? new https.Agent({ ...tlsOptions(), ...keptConnections });
  agents = { ...agents, tls: agent };
  return agent;
}

function plainAgent(): http.Agent {
  const agent = agents.plain ?? new http.Agent(keptConnections);
  agents = { ...agents, plain: agent };
  return agent;
}

/**
 * The server is always verified: by a CA that Node trusts (`NODE_EXTRA_CA_CERTS` included) and by its name. These options
 * replace the defaults that `NODE_TLS_REJECT_UNAUTHORIZED` and the variables of `node:tls` set.
 */
function tlsOptions(): tls.ConnectionOptions {
  const ciphers = (constants as Partial<typeof constants>).defaultCipherList;
  return {
    rejectUnauthorized: true,
    checkServerIdentity,
    minVersion: tls.DEFAULT_MIN_VERSION === "TLSv1.3" ? "TLSv1.3" : "TLSv1.2",
    minDHSize: 1024,
    // From the command line (`--tls-cipher-list`), or Node's default.
    ...(ciphers === undefined ? {} : { ciphers }),
  };
}

const nodesCheck = tls.checkServerIdentity;

/** Node's check and then OpenSSL's, because a program may have replaced `tls.checkServerIdentity`. */
function checkServerIdentity(host: string, certificate: tls.PeerCertificate): Error | undefined {
  const error = nodesCheck(host, certificate);
  if (error !== undefined) {
    return error;
  }
  const parsed = new X509Certificate(certificate.raw);
  const name = isIP(host) === 0 ? parsed.checkHost(host.replace(/\.$/, "")) : parsed.checkIP(host);
  return name === undefined
    ? Object.assign(new Error("the certificate is for another host"), {
        code: "ERR_TLS_CERT_ALTNAME_INVALID",
      })
    : undefined;
}

/** The members of `Object.prototype` in JavaScript itself. */
const standardMembers: ReadonlySet<string> = new Set([
  ...["constructor", "__proto__", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable"],
  ...["toString", "toLocaleString", "valueOf"],
  ...["__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__"],
]);

/**
 * Members that hide what other code has added to `Object.prototype`. Node reads many names from its options, such as
 * `socketPath`, `lookup` and `ca`.
 */
function withoutInherited(): object {
  return Object.fromEntries(
    Object.getOwnPropertyNames(Object.prototype)
      .filter((name) => !standardMembers.has(name))
      .map((name) => [name, undefined]),
  );
}
