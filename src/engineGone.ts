/** Ends a plugin process after its engine was killed (docs/pulumi-internals.md, "KILLED ENGINE"). */
import { fstatSync } from "node:fs";
import { connect } from "node:net";

let watching = false;

/** Makes this process, a plugin that Pulumi's engine has started, end with the engine. */
export function endWhenEngineIsGone(): void {
  if (watching) {
    return;
  }
  watching = true;
  process.stderr.on("error", end);
  // The engine keeps the other end of this pipe open as long as it runs.
  if (isPipe(0)) {
    process.stdin.on("end", endUnlessEngineListens).on("error", endUnlessEngineListens).resume();
  }
}

function isPipe(file: number): boolean {
  try {
    return fstatSync(file).isFIFO();
  } catch {
    return false;
  }
}

/** Another version of Pulumi may close the pipe earlier, so the engine's address, this process's argument, must be free, too. */
function endUnlessEngineListens(): void {
  const [, host, port] = /^(.+):(\d+)$/.exec(process.argv[2] ?? "") ?? [];
  if (host === undefined) {
    return;
  }
  const socket = connect({ host, port: Number(port) });
  socket.on("connect", () => socket.destroy());
  socket.on("error", ({ code }: NodeJS.ErrnoException) => {
    if (code === "ECONNREFUSED") {
      end();
    }
  });
  // A killed process closes its files one after the other, so the address may be free a moment later.
  socket.on("close", () => {
    setTimeout(endUnlessEngineListens, 1000).unref();
  });
}

function end(): never {
  process.exit(1);
}
