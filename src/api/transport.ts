import { X509Certificate, constants } from "node:crypto";
import * as http from "node:http";
import * as https from "node:https";
import { isIP } from "node:net";
import * as tls from "node:tls";
import { isLoopback } from "./settings";

/**
 * Sends one GET with the token. What decides where it goes, how the server is verified and what is sent is set here,
 * for each request, and nothing of it comes from `axios.defaults`, from Node's global agents, from defaults of `node:tls`
 * or from `Object.prototype`: a program may have changed any of them for requests of its own.
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
   * What axios calls in place of `https.request`.
   *
   * @param path the path and query below the endpoint
   * @param proxyTunnel the agent that leads through a proxy, if the request is to go there
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
      // HttpsProxyAgent otherwise tells from a stack trace whether the request is to be encrypted.
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
      // Node makes it an ordinary object, of which a header that was not sent would be read from `Object.prototype`.
      response.headers = Object.assign(Object.create(null) as http.IncomingHttpHeaders, response.headers);
      onResponse(response);
    });
  }

  /** What axios makes its connection to a proxy with, if the environment has one that may apply. */
  public agentForProxy(signal: AbortSignal): https.Agent | undefined {
    return !isLoopback(this.endpoint) && mayBeProxied() ? agentThatEndsWith(signal) : undefined;
  }
}

/** Whether the environment has a proxy, for some hosts at least. */
function mayBeProxied(): boolean {
  return Object.entries(process.env).some(
    ([name, value]) => /(https|all)_proxy$/i.test(name) && value !== "",
  );
}

/**
 * axios forgets a connection to a proxy that does not answer its CONNECT, and a process with an open connection does
 * not end. axios copies the options of this agent into those of that connection.
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

/** As those of Node's global agents, which keep a connection for 5 seconds. */
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
 * How a server is verified: always, by a CA that Node trusts (`NODE_EXTRA_CA_CERTS` included), and by its name. Both
 * `NODE_TLS_REJECT_UNAUTHORIZED` and the variables of `node:tls` are defaults that these replace.
 */
function tlsOptions(): tls.ConnectionOptions {
  const ciphers = (constants as Partial<typeof constants>).defaultCipherList;
  return {
    rejectUnauthorized: true,
    checkServerIdentity,
    minVersion: tls.DEFAULT_MIN_VERSION === "TLSv1.3" ? "TLSv1.3" : "TLSv1.2",
    minDHSize: 1024,
    // Of the command line (`--tls-cipher-list`), or Node's own.
    ...(ciphers === undefined ? {} : { ciphers }),
  };
}

const nodesCheck = tls.checkServerIdentity;

/** Node's check, and OpenSSL's beside it, as a program may have replaced `tls.checkServerIdentity`. */
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

/** What `Object.prototype` has in JavaScript itself. */
const standardMembers: ReadonlySet<string> = new Set([
  ...["constructor", "__proto__", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable"],
  ...["toString", "toLocaleString", "valueOf"],
  ...["__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__"],
]);

/**
 * Members that hide what other code has put on `Object.prototype`. Node copies its options into ordinary objects and
 * reads many names in them: `socketPath`, `lookup` and `ca` among others.
 */
function withoutInherited(): object {
  return Object.fromEntries(
    Object.getOwnPropertyNames(Object.prototype)
      .filter((name) => !standardMembers.has(name))
      .map((name) => [name, undefined]),
  );
}
