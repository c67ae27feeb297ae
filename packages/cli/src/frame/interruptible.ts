/**
 * Runs work that leaves something behind when it is cut off. Ctrl-C (SIGINT), SIGTERM and a closed terminal (SIGHUP)
 * abort it; when it has cleaned up, the process ends by that signal, as it would have without us: a shell sees 130. A
 * second Ctrl-C does not wait.
 *
 * Only for work that waits (downloads, child processes): a signal is not heard while JavaScript computes.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const abort = (signal: NodeJS.Signals): void => {
    received = signal;
    controller.abort();
  };
  for (const signal of signals) process.once(signal, abort);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, abort);
    if (received) process.kill(process.pid, received);
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
