// Starts the program of the plugin as Pulumi's engine does.
import { execFileSync, spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

export type PluginChild = ChildProcessByStdio<null, Readable, Readable>;

/** The program that the engine starts. */
export function pluginProgram(): string {
  return process.env["PLUGIN_PROGRAM"] ?? "";
}

/** The environment without what the machine may have set for the plugin. */
function cleanEnvironment(): Record<string, string | undefined> {
  const names = Object.keys(process.env).filter(
    (name) => !/^(DIGITALOCEAN|NODE)_|^(HTTPS?|ALL|NO)_PROXY$/i.test(name),
  );
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

/**
 * Starts the plugin, and waits until it has printed its port.
 *
 * @returns also the file at the other end of its standard input, which the engine keeps open
 */
export async function launch(
  engineAddress: string,
  environment: Record<string, string>,
): Promise<{ child: PluginChild; input: number; port: string }> {
  const { readEnd, writeEnd } = openPipe();
  const child = spawn(pluginProgram(), [engineAddress], {
    env: { ...cleanEnvironment(), ...environment },
    stdio: [readEnd, "pipe", "pipe"],
  }) as PluginChild;
  closeSync(readEnd);
  const [port] = (await once(child.stdout, "data")) as [Buffer];
  return { child, input: writeEnd, port: port.toString().trim() };
}

/** The two ends of a pipe. For the "pipe" of `spawn` Node.js makes sockets, and the engine makes pipes. */
function openPipe(): { readonly readEnd: number; readonly writeEnd: number } {
  const folder = mkdtempSync(join(tmpdir(), "pipe-"));
  const path = join(folder, "pipe");
  execFileSync("mkfifo", [path]);
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writeEnd = openSync(path, constants.O_WRONLY);
  rmSync(folder, { recursive: true });
  return { readEnd, writeEnd };
}
