// The emulator of DigitalOcean's API: an HTTP server on loopback that records requests and can be made to fail.
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { databaseCluster } from "./clusters";
import { caCertificate, plantedPools, plantedReplicas } from "./parts";
import type { RateLimiter } from "./rateLimiter";
import { violationsIn } from "./readOnly";
import { errorReply, route } from "./routes";
import type { EmulatorState, Reply } from "./routes";
import { allScopes } from "./scopes";
import type { Scope } from "./scopes";

/** A request that the emulator received. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
}

/** A wrong answer: a reply to send, or a function that does anything to the response. */
export type Misbehaviour = Reply | ((request: IncomingMessage, response: ServerResponse) => void);

/**
 * DigitalOcean's API for database reads. It checks tokens and scopes, pages lists, records every request, and gives
 * wrong answers on demand. A request never changes its state.
 */
export class Emulator {
  public readonly requests: RecordedRequest[] = [];
  /** The valid tokens and the scopes of each. */
  public readonly tokens = new Map<string, ReadonlySet<Scope>>();
  public state: EmulatorState;
  /** The rate limit; none by default. */
  public limiter: RateLimiter | undefined;
  /** The allowed values of the `Host` header. */
  public readonly hosts: string[] = [];
  private port = 0;
  private static readonly started = new Set<Emulator>();
  private violations: string[] = [];
  private readonly misbehaviours: Misbehaviour[] = [];
  private always: Misbehaviour | undefined;
  private unfinished = 0;
  private connected = 0;
  private readonly server: Server;
  private readonly origin: string;

  /**
   * An emulator that does not listen yet. Tests call `useEmulator`.
   *
   * @param tls certificate and key, for https
   */
  public constructor(
    state: Partial<EmulatorState> = {},
    tls?: { readonly key: string; readonly cert: string },
  ) {
    const server = tls === undefined ? createServer() : createTlsServer(tls);
    this.server = server;
    this.origin = tls === undefined ? "http://127.0.0.1" : "https://localhost";
    this.state = {
      clusters: [databaseCluster("pg")],
      caCertificate,
      pools: plantedPools,
      replicas: plantedReplicas,
      metricsCredentials: { basic_auth_username: "metrics", basic_auth_password: "AVNS_metrics planted" },
      ...state,
    };
    this.allow(Emulator.token);
    server.on("connection", () => this.connected++);
    server.on("request", (request, response) => {
      this.violations.push(...violationsIn(request, this.hosts));
      this.handle(request, response);
    });
    server.on("connect", ({ url = "", rawHeaders }, socket) => {
      const hasToken = [...this.tokens.keys()].some((token) => rawHeaders.join("\n").includes(token));
      this.violations.push(`CONNECT ${url}: it is meant for a proxy${hasToken ? " and has the token" : ""}`);
      socket.destroy();
    });
  }

  /** A token that is valid from the start and has every scope. */
  public static readonly token = `dop_v1_${"0123456789abcdef".repeat(4)}`;

  /** As the constructor, and listens on a free loopback port. */
  public static async start(...args: ConstructorParameters<typeof Emulator>): Promise<Emulator> {
    const emulator = new Emulator(...args);
    await emulator.listen();
    return emulator;
  }

  /** Listens on a free loopback port. */
  public async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.port = (this.server.address() as AddressInfo).port;
    this.hosts.push(`127.0.0.1:${this.port}`, `localhost:${this.port}`);
    Emulator.started.add(this);
  }

  /**
   * Fails if an emulator of this process received a request that this package must never send.
   *
   * @throws Error with a line for each such request, except those that {@link takeViolations} has returned
   */
  public static requireReadOnly(): void {
    const violations = [...Emulator.started].flatMap((emulator) => emulator.violations);
    if (violations.length > 0) {
      throw new Error(`the emulator received forbidden requests:\n${violations.join("\n")}`);
    }
  }

  /** Returns the forbidden requests and forgets them. For tests that send them on purpose. */
  public takeViolations(): string[] {
    return this.violations.splice(0);
  }

  /** The `apiEndpoint` to configure. */
  public get url(): string {
    return `${this.origin}:${this.port}`;
  }

  /** The number of requests that are not fully answered and whose client still waits. */
  public get pending(): number {
    return this.unfinished;
  }

  /** The number of connections so far. */
  public get connections(): number {
    return this.connected;
  }

  /** Makes a token valid, by default with every scope. */
  public allow(token: string, scopes: Iterable<Scope> = allScopes): void {
    this.tokens.set(token, new Set(scopes));
  }

  /** Gives one of these wrong answers to each of the next requests, in this order. */
  public misbehaveNext(...misbehaviours: Misbehaviour[]): void {
    this.misbehaviours.push(...misbehaviours);
  }

  /** Gives this wrong answer to every request, until `behave` is called. */
  public misbehave(misbehaviour: Misbehaviour): void {
    this.always = misbehaviour;
  }

  /** Gives right answers from now on, without a rate limit, and forgets the recorded requests. */
  public behave(): void {
    this.always = undefined;
    this.misbehaviours.length = 0;
    this.requests.length = 0;
    this.limiter = undefined;
  }

  /** @throws Error as {@link requireReadOnly} */
  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    Emulator.requireReadOnly();
    // Tests may start hundreds.
    Emulator.started.delete(this);
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers });
    this.unfinished++;
    response.once("close", () => this.unfinished--);
    this.answer(request, response, this.misbehaviours.shift() ?? this.always);
  }

  /** Gives the wrong answer that the test has set; otherwise the right one. */
  public answer(
    request: IncomingMessage,
    response: ServerResponse,
    misbehaviour: Misbehaviour | undefined,
  ): void {
    if (typeof misbehaviour === "function") {
      misbehaviour(request, response);
      return;
    }
    const limit = this.limiter?.take();
    const { status, headers, body } = misbehaviour ?? limit?.refusal ?? this.reply(request);
    response.writeHead(status, {
      "content-type": "application/json; charset=utf-8",
      "ratelimit-limit": "5000",
      "ratelimit-remaining": "4990",
      "ratelimit-reset": String(Math.floor(Date.now() / 1000) + 3600),
      ...limit?.headers,
      ...headers,
    });
    response.end(typeof body === "string" ? body : body === undefined ? undefined : JSON.stringify(body));
  }

  private reply(request: IncomingMessage): Reply {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    const scopes = token === undefined ? undefined : this.tokens.get(token);
    if (scopes === undefined) {
      return errorReply(401, "unauthorized", "Unable to authenticate you.");
    }
    if (request.method !== "GET") {
      return errorReply(405, "method_not_allowed", "This emulator answers reads.");
    }
    return route(new URL(request.url ?? "/", this.url), scopes, this.state);
  }
}
