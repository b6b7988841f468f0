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

/** A request as it arrived. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
}

/** Answers in the API's place: with a reply, or by itself, however badly. */
export type Misbehaviour = Reply | ((request: IncomingMessage, response: ServerResponse) => void);

/**
 * DigitalOcean's API for database reads, on loopback: it checks token and scopes, pages lists, keeps every
 * request, and misbehaves when told to. It never changes anything by a request.
 */
export class Emulator {
  public readonly requests: RecordedRequest[] = [];
  /** The valid tokens and what each may do. */
  public readonly tokens = new Map<string, ReadonlySet<Scope>>();
  public state: EmulatorState;
  /** The limits it keeps to; without, it answers however often it is asked. */
  public limiter: RateLimiter | undefined;
  /** The names, with ports, that it may be asked by. */
  public readonly hosts: string[] = [];
  private port = 0;
  private static readonly started: Emulator[] = [];
  private violations: string[] = [];
  private readonly misbehaviours: Misbehaviour[] = [];
  private always: Misbehaviour | undefined;
  private unfinished = 0;
  private connected = 0;

  private constructor(
    private readonly server: Server,
    state: Partial<EmulatorState>,
    private readonly origin = "http://127.0.0.1",
  ) {
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
      this.violations.push(`CONNECT ${url}: it is for a proxy${hasToken ? ", and with the token" : ""}`);
      socket.destroy();
    });
  }

  /** A token with every scope, valid from the start. */
  public static readonly token = `dop_v1_${"0123456789abcdef".repeat(4)}`;

  /**
   * An emulator that listens on a free loopback port.
   *
   * @param tls its certificate and key, to be asked over https
   */
  public static async start(
    state: Partial<EmulatorState> = {},
    tls?: { readonly key: string; readonly cert: string },
  ): Promise<Emulator> {
    const emulator =
      tls === undefined
        ? new Emulator(createServer(), state)
        : new Emulator(createTlsServer(tls), state, "https://localhost");
    await new Promise<void>((resolve) => emulator.server.listen(0, "127.0.0.1", resolve));
    emulator.port = (emulator.server.address() as AddressInfo).port;
    emulator.hosts.push(`127.0.0.1:${emulator.port}`, `localhost:${emulator.port}`);
    Emulator.started.push(emulator);
    return emulator;
  }

  /**
   * Fails if any emulator of this process was sent what this package never sends.
   *
   * @throws Error with a line for each such request that {@link takeViolations} has not taken
   */
  public static requireReadOnly(): void {
    const violations = Emulator.started.flatMap((emulator) => emulator.violations);
    if (violations.length > 0) {
      throw new Error(`not only reads of databases were asked for:\n${violations.join("\n")}`);
    }
  }

  /** What was sent that this package never sends, for a test that has sent it by other means: it is forgiven. */
  public takeViolations(): string[] {
    return this.violations.splice(0);
  }

  /** The endpoint to configure. */
  public get url(): string {
    return `${this.origin}:${this.port}`;
  }

  /** How many requests have no whole answer yet, and a client that waits for it. */
  public get pending(): number {
    return this.unfinished;
  }

  /** How many connections there have been. */
  public get connections(): number {
    return this.connected;
  }

  /** Makes a token valid, with every scope unless told. */
  public allow(token: string, scopes: Iterable<Scope> = allScopes): void {
    this.tokens.set(token, new Set(scopes));
  }

  /** Lets the next requests be answered like this, one after the other; later ones properly again. */
  public misbehaveNext(...misbehaviours: Misbehaviour[]): void {
    this.misbehaviours.push(...misbehaviours);
  }

  /** Lets every request be answered like this, until it is told to behave. */
  public misbehave(misbehaviour: Misbehaviour): void {
    this.always = misbehaviour;
  }

  /** Answers properly from now on, and forgets the requests so far. */
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
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers });
    this.unfinished++;
    response.once("close", () => this.unfinished--);
    this.answer(request, response, this.misbehaviours.shift() ?? this.always);
  }

  /** Answers like this; properly where there is no misbehaviour. */
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
