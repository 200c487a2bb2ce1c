/** How much memory a run takes, before anything is computed. */
import { discriminatorStep, type GanModel, generatorStep, parameterCount } from "../gan/index.ts";
import { peakBytes, simplify } from "../graph/index.ts";

const MiB = 2 ** 20;
/** Node.js, the engine and the code. */
const BASE = 180 * MiB;
/** What the engine keeps for each byte of values that are alive at once in the two steps. */
const PER_BYTE_ALIVE = 1.8;
/** Copies of the parameters: weights, two moments, all three anew after a step, gradients, working copies. */
const COPIES = 9;

/**
 * An estimate of the highest resident memory, in bytes, of a process that trains a model on the
 * processor; without the data set's images and without evaluations. Its three constants are fitted to the
 * peaks of `evenkeel bench` in docs/performance.md, which it meets within 15 %.
 */
export function estimateMemory(model: GanModel): number {
  const programs = [discriminatorStep(model), generatorStep(model)];
  const alive = programs.reduce((sum, { graph }) => sum + peakBytes(simplify(graph)), 0);
  return BASE + PER_BYTE_ALIVE * alive + COPIES * weightBytes(model);
}

/** The bytes of a model's parameters. */
export function weightBytes({ generator, discriminator }: GanModel): number {
  return 4 * (parameterCount(generator) + parameterCount(discriminator));
}
