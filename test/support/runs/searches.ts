/** A small sweep that searches, made and driven. */

import { driveSweep, type SweepEvent } from "../../../src/sweeps/execution/drive.ts";
import type { Executor } from "../../../src/sweeps/executor.ts";
import { createSweep, type Sweep } from "../../../src/sweeps/folder/folder.ts";
import { parseSweep } from "../../../src/sweeps/plan/describe.ts";
import { expandSweep } from "../../../src/sweeps/plan/expand.ts";
import { TINY } from "./sweeps.ts";

/** The key that the search draws log-uniformly, for both networks alike. */
export const RATE = "discriminator.optimizer.learningRate";
const TEXT = `${TINY}axes:
  - { key: loss, values: [hinge, non-saturating] }
  - { keys: [${RATE}, generator.optimizer.learningRate], distribution: { name: log-uniform, from: 1.0e-4, to: 1.0e-2 } }
  - { key: discriminator.optimizer.beta1, distribution: { name: uniform, from: 0, to: 0.9 } }
search: { method: gaussian-process, rounds: 3, points: 2, metric: loss/d, mode: min }
`;

/** Three rounds of two points for each of two losses: 12 runs in all, of which a new sweep has 4. */
export async function makeSearch(out: string): Promise<Sweep> {
  const expanded = await expandSweep(parseSweep("s.yaml", TEXT));
  return createSweep({ expanded, text: TEXT, set: [], budgetHours: null, out });
}

/** Drives a sweep until it ends or `act` stops it; returns what happened. */
export async function driveSearch(
  sweep: Sweep,
  executor: Executor,
  act: (event: SweepEvent, stop: () => void) => void = () => {},
): Promise<readonly SweepEvent[]> {
  const stop = new AbortController();
  const events: SweepEvent[] = [];
  await driveSweep(sweep, {
    runs: sweep.runs,
    executor,
    budgetHours: null,
    signal: stop.signal,
    onEvent(event) {
      events.push(event);
      act(event, () => stop.abort());
    },
  });
  return events;
}
