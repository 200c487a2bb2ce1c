/**
 * What the averaged weights of a generator need of their own, computed for inference: the vectors of its
 * reparametrization, and the statistics of its batch normalization.
 *
 * The stored vectors and running statistics belong to the weights in training. The averaged weights have
 * other singular vectors, and their activations have other means and variances: with the running statistics
 * of the weights in training, the images of the averaged ones are wrong (docs/averages.md has measurements).
 */
import type { Value } from "../../graph/index.ts";
import { inferenceBuffers } from "../../nn/index.ts";
import { randomStream } from "../../random.ts";
import { createProgram, type FeedData, type Program, type Runtime } from "../../runtime/index.ts";
import { advancedStates, effectiveParameters, readOwned } from "../effective.ts";
import { feedLabels, feedNoise } from "../feeds.ts";
import { drawLatent } from "../latent/index.ts";
import { type GanModel, reparametrized } from "../model.ts";
import { generate } from "../pass.ts";
import { stateNames } from "../state.ts";
import { samplingOwner } from "./owner.ts";

/** The batches of the statistics, as in BigGAN's standing statistics (Brock et al. 2019, appendix C). */
export const STATISTICS_BATCHES = 16;
/** Rounds of the vectors' method, from the vectors of the weights in training. */
const VECTOR_ROUNDS = 64;

/** The number of images in a batch of the statistics: that of a generator step. */
export function statisticsBatch({ definition }: GanModel): number {
  return definition.generator.batchSize ?? definition.batchSize;
}

/**
 * A function that puts what the averaged weights need into the runtime's state, under `ema/`, from the
 * averages, vectors and running statistics that the state has when it is called; `undefined` where there is
 * nothing to compute. Its noise is always the same, so that the result depends on the state alone.
 *
 * - The vectors of a reparametrization (`ema/conv1/u`) start at those of the weights in training and go
 *   {@link VECTOR_ROUNDS} rounds on with the averaged weights.
 * - The statistics of batch normalization (`ema/norm1/mean`, `ema/norm1/variance`) are the means of those of
 *   {@link STATISTICS_BATCHES} batches, each normalized with its own.
 */
export async function averagesSettler(
  runtime: Runtime,
  model: GanModel,
): Promise<(() => Promise<void>) | undefined> {
  if (samplingOwner(model) !== "ema") return undefined;
  const vectors = ownVectors(model);
  const buffers = inferenceBuffers(model.generator.buffers);
  const statistics = buffers.length > 0 ? batchStatistics(model) : undefined;
  if (vectors.length === 0 && statistics === undefined) return undefined;
  const onVectors = vectors.length > 0 ? await runtime.compile(vectorRound(model)) : undefined;
  const onStatistics = statistics && (await runtime.compile(statistics));
  return async () => {
    const live = await runtime.state.read(vectors.map(({ live }) => live));
    for (const { live: name, own } of vectors) runtime.state.write(own, live[name]!);
    for (let round = 0; onVectors && round < VECTOR_ROUNDS; round++) await onVectors.run();
    if (onStatistics === undefined) return;
    const means = await meanOfBatches(model, onStatistics.run);
    for (const { name, shape } of buffers) {
      runtime.state.write(stateNames.of("ema", name), { shape, data: means[name]! });
    }
  };
}

/** The names of the generator's vectors in the state, of the weights in training and of the averaged ones. */
function ownVectors(model: GanModel) {
  return reparametrized(model, "generator").flatMap(({ spec, states }) =>
    states.map(({ name }) => ({
      live: stateNames.method("generator", spec.name, name),
      own: stateNames.method("ema", spec.name, name),
    })),
  );
}

/** Moves the vectors of the averaged weights by one round. */
function vectorRound(model: GanModel): Program {
  const program = createProgram("vectors of the averaged weights");
  const raw = readOwned(program, "ema", model.generator.parameters);
  const { moved } = effectiveParameters(program, model, "generator", raw, "ema");
  const next = { ...moved, ...advancedStates(program, model, "generator", raw, "ema") };
  for (const [name, value] of Object.entries(next)) program.write(name, value);
  return program.build();
}

/** Results in the statistics of one batch in training mode, by buffer. No past iterations are among them. */
function batchStatistics(model: GanModel): Program {
  const program = createProgram("batch statistics of the averaged weights");
  const count = statisticsBatch(model);
  const raw = readOwned(program, "ema", model.generator.parameters);
  const { parameters } = effectiveParameters(program, model, "generator", raw, "ema");
  const z = feedNoise(program, model, count);
  const condition = feedLabels(program, model, "labels", count);
  const all = model.generator.buffers;
  const used = inferenceBuffers(all);
  const buffers = {
    ...Object.fromEntries(
      all.map(({ name, shape, initial }) => [name, program.g.fill(initial, shape)]),
    ),
    ...readOwned(program, "generator", used),
  };
  const { observed } = generate(program, model, { ...raw, ...parameters }, z, condition, buffers);
  for (const { name } of used) program.result(name, observed[name] as Value);
  return program.build();
}

async function meanOfBatches(
  model: GanModel,
  run: (feeds: Record<string, FeedData>) => Promise<Record<string, Float32Array>>,
): Promise<Record<string, Float32Array>> {
  const { classes } = model.definition;
  const count = statisticsBatch(model);
  const stream = randomStream(0, "batch statistics");
  const sums: Record<string, Float64Array> = {};
  for (let batch = 0; batch < STATISTICS_BATCHES; batch++) {
    const z = drawLatent(model.definition, stream, count);
    const labels =
      classes === undefined
        ? {}
        : { labels: Int32Array.from({ length: count }, () => stream.integer(classes)) };
    for (const [name, values] of Object.entries(await run({ z, ...labels }))) {
      sums[name] ??= new Float64Array(values.length);
      for (const [i, value] of values.entries()) sums[name][i]! += value;
    }
  }
  return Object.fromEntries(
    Object.entries(sums).map(([name, sum]) => [
      name,
      Float32Array.from(sum, (x) => x / STATISTICS_BATCHES),
    ]),
  );
}
