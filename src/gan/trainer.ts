/** Trains a GAN step by step on one runtime. */
import { EvenkeelError } from "../errors.ts";
import { sizeOf } from "../graph/index.ts";
import type { ImageType } from "../images/index.ts";
import { type RandomState, randomStream, restoreRandomStream } from "../random.ts";
import type { Draw, Executable, FeedData, HostTensor, Runtime } from "../runtime/index.ts";
import { type AugmentationState, createAugmenter } from "./augmentation/index.ts";
import type { BatchSource } from "./batch.ts";
import type { PlayerName } from "./definition.ts";
import { scalarFeed } from "./feeds.ts";
import { averagesSettler } from "./inference/averages.ts";
import { sampler } from "./inference/sampler.ts";
import { compileIteration, type StepFeeds, type Updates } from "./iteration.ts";
import { drawLatent } from "./latent/index.ts";
import type { GanModel } from "./model.ts";
import { initialState, stateShapes } from "./state.ts";

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
  /** Where images are augmented. */
  readonly augmentation?: AugmentationState | undefined;
  readonly tensors: Readonly<Record<string, HostTensor>>;
  /** What both learning rates are multiplied by. */
  readonly learningRateFactor: number;
}

/** Scalars of one iteration by name: `loss/d`, `loss/g`, `sigma/conv1`, `gradNorm/conv1`, … */
export type Measures = Readonly<Record<string, number>>;

export interface Trainer<
  Type extends ImageType = ImageType,
  Classes extends number | undefined = number | undefined,
> {
  readonly model: GanModel<Type, Classes>;
  counters(): Counters;
  /** One iteration: `nDis` discriminator steps, each with a fresh batch, and a generator step. The measures are those of the last ones. */
  step(): Promise<Measures>;
  /**
   * Images (float32 `[count, C, H, W]` in [-1, 1]) for z (float32 `[count, latent]`), from the averaged
   * weights where there are any. Training goes on as if nothing had been drawn.
   *
   * @param labels int32 `[count]`, for conditional GANs.
   * @throws EvenkeelError `SHAPE` when z is not at least one whole noise vector.
   */
  sample(z: Float32Array, labels?: Int32Array): Promise<Float32Array>;
  snapshot(): Promise<Snapshot>;
  /** Multiplies both learning rates, from the next step on. */
  scaleLearningRates(factor: number): void;
  /** Goes back to a snapshot of this model, its learning rates included, with batches from there on. */
  restore(snapshot: Snapshot, batches: BatchSource<Type, Classes>): void;
}

/** Options of {@link createTrainer}. */
export interface TrainerOptions<
  Type extends ImageType = ImageType,
  Classes extends number | undefined = number | undefined,
> extends Updates {
  readonly runtime: Runtime;
  readonly model: GanModel<Type, Classes>;
  readonly batches: BatchSource<Type, Classes>;
  readonly seed: number;
  /** Where to go on; else training starts from the seed. */
  readonly from?: Snapshot | undefined;
  /** Tensors that a training from the seed has in place of its own first ones, by name; default none. */
  readonly initial?: Snapshot["tensors"] | undefined;
}

/**
 * Compiles both steps and puts the state on the device.
 *
 * @example
 * const runtime = createRuntime(nodeEngine());
 * const dataset = await openDataset({ name: "shapes" });
 * const batches = batchSource(dataset, { batchSize: 64, stream: randomStream(0, "shuffle") });
 * const trainer = await createTrainer({ runtime, model, batches, seed: 0, nDis: 1 });
 * const measures = await trainer.step();
 *
 * @throws EvenkeelError `CONFIG` when a generator step cannot take the noise of a discriminator step,
 *   `ENGINE` when the engine refuses a step.
 */
export function createTrainer<Type extends ImageType, Classes extends number | undefined>(
  options: TrainerOptions<Type, Classes>,
): Promise<Trainer<Type, Classes>>;
export async function createTrainer(options: TrainerOptions): Promise<Trainer> {
  const { runtime, model, seed, nDis, from, initial } = options;
  const { order = "discriminator-first", generatorNoise = "fresh" } = options;
  const { batchSize, latentSize, classes } = model.definition;
  const generated = model.definition.generator.batchSize ?? batchSize;
  if (generatorNoise === "last" && (generated !== batchSize || order !== "discriminator-first")) {
    throw new EvenkeelError(
      "CONFIG",
      "generatorNoise: last needs discriminator steps that come first and have the generator's batch size, " +
        `got ${order}, batches of ${batchSize} and ${generated}`,
    );
  }
  let { batches } = options;
  let noise = from ? restoreRandomStream(from.noise) : randomStream(seed, "noise");
  let counters: Counters = from?.counters ?? { gStep: 0, dStep: 0, images: 0 };
  let learningRateFactor = from?.learningRateFactor ?? 1;
  const write = (tensors: Snapshot["tensors"]) => {
    for (const [name, tensor] of Object.entries(tensors)) runtime.state.write(name, tensor);
  };
  write(from?.tensors ?? { ...initialState(model, seed), ...initial });
  const { turns, draws } = await compileIteration(runtime, model, { nDis, order, generatorNoise });
  const { imageShape, augmentation } = model.definition;
  const shown = [batchSize, ...imageShape] as const;
  const augmenter = createAugmenter({
    augmentation,
    images: { real: shown, fake: shown, generated: [generated, ...imageShape] },
    seed,
    from: from?.augmentation,
  });
  const samplers = new Map<number, Executable>();
  const kept = Object.keys(stateShapes(model));
  let settler: ReturnType<typeof averagesSettler> | undefined;
  let isSettled = false;
  const settleAverages = async () => {
    if (isSettled) return;
    settler ??= averagesSettler(runtime, model);
    await (await settler)?.();
    isSettled = true;
  };

  const draw = ({ shape, distribution }: Omit<Draw, "name">) => {
    const out = new Float32Array(sizeOf(shape));
    return distribution === "normal" ? noise.fillNormal(out) : noise.fillUniform(out);
  };
  const latent = (count: number): Record<string, FeedData> => ({
    z: drawLatent(model.definition, noise, count),
    ...(classes !== undefined && {
      fakeLabels: Int32Array.from({ length: count }, () => noise.integer(classes)),
    }),
  });
  const scalars = (player: PlayerName, step: number) => {
    const { optimizer, learningRate, schedule } = model.definition[player];
    const rate = learningRateFactor * learningRate * (schedule?.(counters.gStep) ?? 1);
    return Object.fromEntries(
      Object.entries(optimizer.scalarsAt(step, rate)).map(([name, value]) => [
        scalarFeed(player, name),
        Float32Array.of(value),
      ]),
    );
  };
  const numbers = (results: Record<string, Float32Array>) =>
    Object.fromEntries(Object.entries(results).map(([name, data]) => [name, data[0] as number]));

  let last: StepFeeds = {};
  const feedsOf = {
    async discriminator(): Promise<StepFeeds> {
      const drawn = draws.map((wanted) => [wanted.name, draw(wanted)] as const);
      const { images, labels } = await batches.next();
      last = latent(batchSize);
      return {
        real: images,
        ...(classes !== undefined && { labels }),
        ...last,
        ...Object.fromEntries(drawn),
        ...augmenter.feeds("real"),
        ...augmenter.feeds("fake"),
        ...scalars("discriminator", counters.dStep + 1),
      };
    },
    generator: (): StepFeeds => ({
      ...(generatorNoise === "last" ? last : latent(generated)),
      ...augmenter.feeds("generated"),
      ...scalars("generator", counters.gStep + 1),
    }),
  };

  return {
    model,
    counters: () => counters,
    async step() {
      isSettled = false;
      let measures: Measures = {};
      for (const { players, run } of turns) {
        const feeds: Partial<Record<PlayerName, StepFeeds>> = {};
        for (const player of players) feeds[player] = await feedsOf[player]();
        const results = numbers(await run(feeds));
        measures = { ...measures, ...augmenter.observe(results) };
        if (!players.includes("discriminator")) continue;
        const { dStep, images } = counters;
        counters = { ...counters, dStep: dStep + 1, images: images + batchSize };
      }
      counters = { ...counters, gStep: counters.gStep + 1 };
      return measures;
    },
    async sample(z, labels) {
      const count = z.length / latentSize;
      if (!Number.isInteger(count) || count < 1) {
        throw new EvenkeelError(
          "SHAPE",
          `sample: z must be [count, ${latentSize}], got ${z.length} numbers`,
        );
      }
      const executable = samplers.get(count) ?? (await runtime.compile(sampler(model, count)));
      samplers.set(count, executable);
      await settleAverages();
      const { images } = await executable.run({ z, ...(labels !== undefined && { labels }) });
      return images as Float32Array;
    },
    snapshot: async () => ({
      counters,
      noise: noise.state(),
      ...(augmentation && { augmentation: augmenter.state() }),
      tensors: await runtime.state.read(kept),
      learningRateFactor,
    }),
    scaleLearningRates(factor) {
      learningRateFactor *= factor;
    },
    restore(snapshot, source) {
      isSettled = false;
      write(snapshot.tensors);
      noise = restoreRandomStream(snapshot.noise);
      augmenter.restore(snapshot.augmentation);
      ({ counters, learningRateFactor } = snapshot);
      batches = source;
      last = {};
    },
  };
}
