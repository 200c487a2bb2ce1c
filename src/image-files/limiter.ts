import { availableParallelism } from "node:os";

/** How many files are worth decoding at once: two a processor core, 16 at most. */
export const filesAtOnce = Math.min(16, 2 * availableParallelism());

/** Lets at most `most` pieces of work run at once; the others wait in order. */
export function limiter(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      // the place is handed on, or given up
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
