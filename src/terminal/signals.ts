/** Signals that ask a command to save and stop. */
export type Signal = "SIGINT" | "SIGTERM" | "SIGHUP";

/** The exit codes of a command that a signal stopped. */
export const exitCodes: Readonly<Record<Signal, number>> = {
  SIGINT: 130,
  SIGTERM: 143,
  SIGHUP: 129,
};

/**
 * Aborts a sweep at the first signal: its runs save and stop. The second signal ends this process at once;
 * the runs are processes of their own and still save.
 */
export function abortOnSignals(stop: AbortController): ReturnType<typeof onSignals> {
  const signals = onSignals((signal, again) => {
    stop.abort();
    if (!again) return;
    signals.remove();
    process.kill(process.pid, signal);
  });
  return signals;
}

/** Listens until `remove` is called; `again` is true from the second signal on. */
export function onSignals(handle: (signal: Signal, again: boolean) => void) {
  let first: Signal | undefined;
  const listener = (signal: Signal) => {
    const again = first !== undefined;
    first ??= signal;
    handle(signal, again);
  };
  const signals = Object.keys(exitCodes) as Signal[];
  for (const signal of signals) process.on(signal, listener);
  return {
    received: () => first,
    remove: () => {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}
