/** How long an iteration takes. */
import type { Trainer } from "../../gan/index.ts";
import type { Stop } from "../stop.ts";

/** Measured iterations. */
export interface MeasuredIterations {
  /** The median duration of one, in milliseconds. */
  readonly iterationMs: number;
  /** How many were measured, after one that was not. */
  readonly measured: number;
}

/**
 * Measures how long an iteration takes, after one that is not measured.
 *
 * @param limits.most the largest number of measured iterations. `seconds`: no further one begins after this time.
 *   `stop`: no further one begins once it gives a reason; default: none. One is measured in any case.
 */
export async function measureIterations(
  trainer: Trainer,
  {
    most,
    seconds,
    stop = () => undefined,
  }: { readonly most: number; readonly seconds: number; readonly stop?: Stop },
): Promise<MeasuredIterations> {
  await trainer.step();
  const times: number[] = [];
  const begin = performance.now();
  do {
    const start = performance.now();
    await trainer.step();
    times.push(performance.now() - start);
  } while (
    times.length < most &&
    performance.now() - begin < seconds * 1000 &&
    stop() === undefined
  );
  const iterationMs = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;
  return { iterationMs, measured: times.length };
}
