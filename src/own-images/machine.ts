/** The machine that a run is made for: what a step takes on it. */
import { availableParallelism } from "node:os";
import { imageConfig } from "../config/images/index.ts";
import { assembleModel } from "../config/index.ts";
import { memoryLimit } from "../files/index.ts";
import { createTrainer, discriminatorStep, type GanModel, generatorStep } from "../gan/index.ts";
import { multiplyAdds, simplify } from "../graph/index.ts";
import { createRuntime } from "../runtime/index.ts";
import { type NodeDevice, nodeEngine } from "../runtime/node.ts";
import { estimateMemory, measureIterations } from "../training/index.ts";
import type { Machine, Variant } from "./choice.ts";
import { pixelsText } from "./variants.ts";

/** How a run will compute, and what is measured for it. */
export interface MachineOptions {
  readonly device: NodeDevice;
  /** 0: one for each core. */
  readonly threads: number;
  /** The networks of which an iteration is measured; `undefined`: time does not matter. */
  readonly measured: Variant | undefined;
}

/** The most iterations that are measured, and the seconds after which none is begun. */
const MEASURED = { most: 3, seconds: 5 } as const;

/**
 * What is known of this machine. Iterations of the networks `measured` are measured, on images of noise; the time
 * of others is estimated from the number of their operations.
 *
 * @throws EvenkeelError for a device that there is not.
 */
export async function openMachine({ device, threads, measured }: MachineOptions): Promise<Machine> {
  const models = new Map<string, Costs>();
  const costsOf = (variant: Variant): Costs => {
    const key = JSON.stringify(variant);
    const known = models.get(key) ?? costs(modelOf(variant));
    models.set(key, known);
    return known;
  };
  const cores = threads > 0 ? threads : availableParallelism();
  const base = {
    cores,
    memory: memoryLimit(),
    bytesOf: (variant: Variant) => costsOf(variant).bytes(),
  };
  if (measured === undefined) return { ...base, secondsOf: undefined, timedBy: "not measured" };
  const seconds = await secondsOfStep(modelOf(measured), { device, threads });
  const each = seconds / costsOf(measured).operations();
  return {
    ...base,
    secondsOf: (variant) => each * costsOf(variant).operations(),
    timedBy: `measured at ${pixelsText(measured.size)}`,
  };
}

/** What a step of networks takes; each is computed when it is asked for. */
interface Costs {
  readonly operations: () => number;
  readonly bytes: () => number;
}

const modelOf = ({ size, preset, ...given }: Variant): GanModel =>
  assembleModel(imageConfig({ size, preset }, given));

function costs(model: GanModel): Costs {
  return {
    operations: once(() => operationsOf(model)),
    bytes: once(() => estimateMemory(model)),
  };
}

/** The multiplications of a discriminator step and a generator step. */
export function operationsOf(model: GanModel): number {
  const programs = [discriminatorStep(model), generatorStep(model)];
  return programs.reduce((sum, { graph }) => sum + multiplyAdds(simplify(graph)), 0);
}

function once(compute: () => number): () => number {
  let value: number | undefined;
  return () => {
    value ??= compute();
    return value;
  };
}

async function secondsOfStep(
  model: GanModel,
  { device, threads }: Pick<MachineOptions, "device" | "threads">,
): Promise<number> {
  const { batchSize, imageShape } = model.definition;
  const [channels, height, width] = imageShape;
  // any pixels take as long
  const images = Uint8Array.from(
    { length: batchSize * channels * height * width },
    (_, i) => (i * 37) % 256,
  );
  const runtime = createRuntime(nodeEngine({ device, threads }));
  try {
    const batches = { next: () => ({ images, labels: new Int32Array(batchSize) }) };
    const trainer = await createTrainer({ runtime, model, batches, seed: 0, nDis: 1 });
    const { iterationMs } = await measureIterations(trainer, MEASURED);
    return iterationMs / 1000;
  } finally {
    await runtime.release();
  }
}
