/** Trains a GAN step by step on one runtime. */
import { EvenkeelError } from "../errors.ts";
import { sizeOf } from "../graph/index.ts";
import { type RandomState, randomStream, restoreRandomStream } from "../random.ts";
import type { Draw, Executable, HostTensor, Runtime } from "../runtime/index.ts";
import { discriminatorStep } from "./discriminator-step.ts";
import { generatorStep } from "./generator-step.ts";
import { type GanModel, initialState, type PlayerName } from "./model.ts";
import { sampler } from "./sampler.ts";
import { scalarFeed } from "./update.ts";

/** Gives batches of real images: uint8 `[N, C, H, W]`, valid until the next call. */
export interface BatchSource {
  next(): Uint8Array;
}

/** How far training has come. */
export interface Counters {
  /** Generator steps. */
  readonly gStep: number;
  /** Discriminator steps. */
  readonly dStep: number;
  /** Real images shown. */
  readonly images: number;
}

/** Everything the trainer needs to go on exactly; the batch source keeps its own. */
export interface Snapshot {
  readonly counters: Counters;
  readonly noise: RandomState;
  readonly tensors: Readonly<Record<string, HostTensor>>;
}

/** Scalars of one iteration by name: `loss/d`, `loss/g`, `sigma/conv1`, `gradNorm/conv1`, … */
export type Measures = Readonly<Record<string, number>>;

export interface Trainer {
  readonly model: GanModel;
  counters(): Counters;
  /** One iteration: `nDis` discriminator steps, each with a fresh batch, then a generator step. The measures are those of the last ones. */
  step(): Promise<Measures>;
  /**
   * Images (float32 `[count, C, H, W]` in [-1, 1]) for z (float32 `[count, latent]`).
   *
   * @throws EvenkeelError `SHAPE` when z is not at least one whole noise vector.
   */
  sample(z: Float32Array): Promise<Float32Array>;
  snapshot(): Promise<Snapshot>;
}

/** Options of {@link createTrainer}. */
export interface TrainerOptions {
  readonly runtime: Runtime;
  readonly model: GanModel;
  readonly batches: BatchSource;
  readonly seed: number;
  /** Discriminator steps for each generator step. */
  readonly nDis: number;
  /** Where to go on; else training starts from the seed. */
  readonly from?: Snapshot;
}

/**
 * Compiles both steps and puts the state on the device.
 *
 * @throws EvenkeelError `ENGINE` when the engine refuses a step.
 */
export async function createTrainer(options: TrainerOptions): Promise<Trainer> {
  const { runtime, model, batches, seed, nDis, from } = options;
  const { batchSize, latentSize } = model.definition;
  const noise = from ? restoreRandomStream(from.noise) : randomStream(seed, "noise");
  let counters: Counters = from?.counters ?? { gStep: 0, dStep: 0, images: 0 };
  for (const [name, tensor] of Object.entries(from?.tensors ?? initialState(model, seed))) {
    runtime.state.write(name, tensor);
  }
  const program = discriminatorStep(model);
  const onDiscriminator = await runtime.compile(program);
  const onGenerator = await runtime.compile(generatorStep(model));
  const samplers = new Map<number, Executable>();

  const draw = ({ shape, distribution }: Omit<Draw, "name">) => {
    const out = new Float32Array(sizeOf(shape));
    return distribution === "normal" ? noise.fillNormal(out) : out.map(() => noise.uniform());
  };
  const latent = { shape: [batchSize, latentSize], distribution: "normal" } as const;
  const scalars = (player: PlayerName, step: number) => {
    const { optimizer, learningRate } = model.definition[player];
    return Object.fromEntries(
      Object.entries(optimizer.scalarsAt(step, learningRate)).map(([name, value]) => [
        scalarFeed(player, name),
        Float32Array.of(value),
      ]),
    );
  };
  const numbers = (results: Record<string, Float32Array>) =>
    Object.fromEntries(Object.entries(results).map(([name, data]) => [name, data[0] as number]));

  return {
    model,
    counters: () => counters,
    async step() {
      let measures: Measures = {};
      for (let i = 0; i < nDis; i++) {
        const drawn = program.draws.map((wanted) => [wanted.name, draw(wanted)] as const);
        const feeds = { real: batches.next(), z: draw(latent), ...Object.fromEntries(drawn) };
        const dStep = counters.dStep + 1;
        const results = await onDiscriminator.run({ ...feeds, ...scalars("discriminator", dStep) });
        counters = { ...counters, dStep, images: counters.images + batchSize };
        measures = numbers(results);
      }
      const gStep = counters.gStep + 1;
      const results = await onGenerator.run({ z: draw(latent), ...scalars("generator", gStep) });
      counters = { ...counters, gStep };
      return { ...measures, ...numbers(results) };
    },
    async sample(z) {
      const count = z.length / latentSize;
      if (!Number.isInteger(count) || count < 1) {
        throw new EvenkeelError(
          "SHAPE",
          `sample: z must be [count, ${latentSize}], got ${z.length} numbers`,
        );
      }
      const executable = samplers.get(count) ?? (await runtime.compile(sampler(model, count)));
      samplers.set(count, executable);
      const { images } = await executable.run({ z });
      return images as Float32Array;
    },
    snapshot: async () => ({
      counters,
      noise: noise.state(),
      tensors: await runtime.state.read(),
    }),
  };
}
