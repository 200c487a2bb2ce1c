/** How much memory a run takes, before anything is computed. */
import {
  discriminatorStep,
  type GanModel,
  generatorStep,
  parameterCount,
} from "../../gan/index.ts";
import { peakBytes, simplify } from "../../graph/index.ts";
import { type MemoryKeeper, memoryKeeper } from "../../runtime/node-memory.ts";

const MiB = 2 ** 20;
/** Node.js, the engine and the code. */
const BASE = 180 * MiB;
/** What is kept for each byte of values that are alive at once in the two steps, by who keeps it. */
const PER_BYTE_ALIVE: Readonly<Record<MemoryKeeper, number>> = { glibc: 2.1, arena: 2.9 };

/**
 * An estimate of the highest resident memory, in bytes, of a process that trains a model on the
 * processor; without the data set's images and without evaluations. Its constants are fitted to the
 * peaks of `evenkeel bench` in docs/performance.md, and to those of the same steps with the engine's arenas,
 * which it meets within 15 %.
 *
 * @param keeper who keeps the memory; default: as in this process.
 */
export function estimateMemory(model: GanModel, keeper: MemoryKeeper = memoryKeeper()): number {
  const programs = [discriminatorStep(model), generatorStep(model)];
  const alive = programs.reduce((sum, { graph }) => sum + peakBytes(simplify(graph)), 0);
  return BASE + PER_BYTE_ALIVE[keeper] * alive + weightBytes(model);
}

/** The bytes of a model's parameters. */
export function weightBytes({ generator, discriminator }: GanModel): number {
  return 4 * (parameterCount(generator) + parameterCount(discriminator));
}
