// Records all network contacts of Node processes.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A connection, a datagram or a name lookup of a Node process. */
export interface Contact {
  readonly kind: "connect" | "resolve" | "datagram";
  /** `127.0.0.1:8080`, or a name. */
  readonly target: string;
  /** The command line of the process, which contains the addresses of the engine. */
  readonly commandLine: string;
}

/**
 * A module that each Node process loads first. It records every connection (below all HTTP clients and gRPC), every name
 * lookup and every datagram.
 */
const hook = `
const { appendFileSync } = require("node:fs");
const net = require("node:net");
const dns = require("node:dns");
const dgram = require("node:dgram");
// Pulumi's language host removes its own arguments before the program runs.
const commandLine = process.argv.join(" ");
const write = (kind, target) =>
  appendFileSync(process.env.NETWORK_RECORD, JSON.stringify({ kind, target, commandLine }) + "\\n");
const before = (object, name, note) => {
  const original = object[name];
  object[name] = function (...args) {
    note(args);
    return original.apply(this, args);
  };
};
before(net.Socket.prototype, "connect", (args) => {
  const [options, port] = Array.isArray(args[0]) ? args[0] : args;
  const { host = port, path } = typeof options === "object" ? options : {};
  const number = typeof options === "object" ? options.port : options;
  write("connect", path ?? (typeof host === "string" ? host : "localhost") + ":" + number);
});
for (const resolver of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  for (const name of Object.getOwnPropertyNames(resolver)) {
    if (/^(lookup|lookupService|reverse|resolve.*)$/.test(name)) {
      before(resolver, name, ([host]) => write("resolve", String(host)));
    }
  }
}
before(dgram.Socket.prototype, "send", (args) => write("datagram", args.slice(1).join(" ")));
`;

/** Records the contacts of all Node processes that are started with its environment. */
export class NetworkRecorder {
  private readonly record: string;
  private readonly hookPath: string;

  /** @param folder for the module and the record; its path must not contain blanks */
  public constructor(folder: string) {
    this.record = join(folder, "network-record");
    this.hookPath = join(folder, "network-hook.cjs");
    writeFileSync(this.hookPath, hook);
  }

  public get environment(): { NODE_OPTIONS: string; NETWORK_RECORD: string } {
    return { NODE_OPTIONS: `--require=${this.hookPath}`, NETWORK_RECORD: this.record };
  }

  /** The contacts since the last call. */
  public take(): Contact[] {
    const lines = existsSync(this.record) ? readFileSync(this.record, "utf8").split("\n") : [];
    writeFileSync(this.record, "");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Contact);
  }
}

/** The contacts except those with the engine, whose addresses are on the command line, and allowed ones. */
export function strangers(contacts: readonly Contact[], allowed: readonly string[]): string[] {
  return contacts
    .filter(({ target, commandLine }) => !allowed.includes(target) && !commandLine.includes(target))
    .map(({ kind, target }) => `${kind} ${target}`);
}
