type Cleanup = () => void;

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const cleanups: Cleanup[] = [];
let seen = false;

/** Whether a signal came: what then fails was ended by the user, and nothing else is to be tried instead. */
export function interrupted(): boolean {
  return seen;
}

/** Has `cleanup` run, last registered first, if this process is told to end. Returns how to take it back. */
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
  // A caller with a handler of its own decides when to end; else the signal does what it does by default.
  if (process.listenerCount(signal) === 0) {
    process.kill(process.pid, signal);
  }
}

function cleanUp(): void {
  for (const cleanup of cleanups.splice(0).reverse()) {
    try {
      cleanup();
    } catch {
      // The others are still to be run, and there is nobody left to tell.
    }
  }
}
