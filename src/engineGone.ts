import { fstatSync } from "node:fs";
import { connect } from "node:net";

let watching = false;

/**
 * Ends the provider host when its engine was killed. By itself it would stay for ever; and once it prints something
 * that nobody reads any more, it answers that error by printing it, which is the same error again, and so on, on a
 * whole core and in ever more memory.
 */
export function endWhenEngineIsGone(): void {
  if (watching) {
    return;
  }
  watching = true;
  process.stderr.on("error", end);
  // The engine keeps the other end of this pipe open as long as it lives.
  if (isPipe(0)) {
    process.stdin.on("end", endUnlessEngineListens).on("error", endUnlessEngineListens).resume();
  }
}

/** Whatever a host may have been started with, it is no reason for a read to fail. */
function isPipe(file: number): boolean {
  try {
    return fstatSync(file).isFIFO();
  } catch {
    return false;
  }
}

/**
 * A pipe may have been closed for another reason, and an address may be anything, as in tests: the engine is gone if it
 * has closed the pipe and its address, the host's argument, is free.
 */
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
  // A process that is killed closes its files one after the other: this may have been in between.
  socket.on("close", () => {
    setTimeout(endUnlessEngineListens, 1000).unref();
  });
}

function end(): never {
  process.exit(1);
}
