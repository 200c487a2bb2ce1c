/** How far a study of claims is, and how it is stopped. */

/** The time that is left, from estimates and what has been measured. */
export function clockOf(plan: readonly { readonly seconds: number }[]) {
  let estimated = plan.reduce((sum, { seconds }) => sum + seconds, 0);
  let [took, promised] = [0, 0];
  return {
    /** Estimates of what is left, corrected by how right they have been; from the first minute on. */
    secondsLeft: () => estimated * (promised < 60 ? 1 : took / promised),
    /** Measures work that was estimated to take so many seconds. */
    async measure<T>(seconds: number, work: () => Promise<T>): Promise<T> {
      const start = performance.now();
      try {
        return await work();
      } finally {
        took += (performance.now() - start) / 1000;
        promised += seconds;
        estimated -= seconds;
      }
    },
  };
}

/** A claim's time and all that is left, in words. */
export function left(seconds: number, all: number): string {
  return `about ${minutes(seconds)}; about ${minutes(all)} left in all`;
}

function minutes(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds / 60));
  return whole < 120 ? `${whole} min` : `${(whole / 60).toFixed(1)} h`;
}

/** Lets a child process answer the signals that stop it, and remembers that there was one. */
export function stopOnSignals() {
  let asked = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      asked = true;
    });
  }
  return { isAsked: () => asked };
}
