// Cleans up when this process is interrupted by a signal.
type Cleanup = () => void;

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const cleanups: Cleanup[] = [];
let seen = false;

/** Whether a signal came. Failures after that are the user's wish, so the caller should not try another way. */
export function interrupted(): boolean {
  return seen;
}

/** Runs `cleanup` if this process ends, the last registered one first. Returns a function that unregisters it. */
export function onInterruption(cleanup: Cleanup): () => void {
  if (cleanups.length === 0) {
    listen();
  }
  cleanups.push(cleanup);
  return () => {
    const index = cleanups.indexOf(cleanup);
    if (index < 0) {
      return;
    }
    cleanups.splice(index, 1);
    if (cleanups.length === 0) {
      stopListening();
    }
  };
}

function listen(): void {
  for (const signal of signals) {
    process.on(signal, end);
  }
  process.on("exit", cleanUp);
}

function stopListening(): void {
  for (const signal of signals) {
    process.off(signal, end);
  }
  process.off("exit", cleanUp);
}

function end(signal: NodeJS.Signals): void {
  seen = true;
  cleanUp();
  stopListening();
  // If the caller has a handler too, it decides when to end. Otherwise the signal ends this process.
  if (process.listenerCount(signal) === 0) {
    process.kill(process.pid, signal);
  }
}

function cleanUp(): void {
  for (const cleanup of cleanups.splice(0).reverse()) {
    try {
      cleanup();
    } catch {
      // Still run the others.
    }
  }
}
