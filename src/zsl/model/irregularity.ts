/** How uneven the loss of a zero-shot model is around its weights. */
import { gradient, sizeOf, type Value } from "../../graph/index.ts";
import { randomStream } from "../../random.ts";
import { createProgram, type Program, type Runtime } from "../../runtime/index.ts";
import { classParts, rowsAt, type ZeroShotData } from "../data/data.ts";
import { describeEmbedder, initialEmbedder } from "./embedder.ts";
import { classLogits } from "./logits.ts";
import { curvatureAlong, type GradientSpread, spreadOfGradients } from "./loss-surface.ts";
import type { ZeroShotModel } from "./model.ts";
import { crossEntropy, type ProgramClasses, prototypesOf } from "./step.ts";
import { attributesOf, type ZeroShotTensors } from "./train.ts";

/** What is told of the loss around some weights. */
export interface Irregularity {
  /** To the first layer's weight. */
  readonly first: GradientSpread;
  /** To the last layer's weight. */
  readonly last: GradientSpread;
  /** vᵀHv of the examples' mean loss along random directions v of length 1 in all parameters, H the Hessian. */
  readonly curvature: { readonly mean: number; readonly deviation: number };
}

/** Examples whose gradients are taken, as in the authors' code, and directions. */
const [EXAMPLES, DIRECTIONS] = [128, 32];

/** What is measured along. */
export interface IrregularityPlaces {
  /** Training examples. */
  readonly places: readonly number[];
  /** Each a tensor for every parameter; together of length 1. */
  readonly directions: readonly ZeroShotTensors[];
}

/**
 * The irregularity of the model in the runtime's state.
 *
 * The paper says that class normalization smooths the loss surface; how it measures that could not be verified. The
 * spread is what its authors' code records of the gradients of 128 single examples, with class statistics as in
 * training; there they are the first of the set, here they are drawn. The curvature is an addition: on a smooth surface
 * it is small and alike in all directions.
 *
 * @param places as {@link drawPlaces} gives them, or others.
 * @param onStep called after each example and each direction.
 * @throws EvenkeelError `GRAPH` where there is no model in this runtime.
 */
export async function irregularityOf(
  data: ZeroShotData,
  { runtime, model }: { readonly runtime: Runtime; readonly model: ZeroShotModel },
  { places, directions }: IrregularityPlaces,
  onStep: () => void = () => {},
): Promise<Irregularity> {
  const { seen } = classParts(data);
  const attributes = attributesOf(data, model, seen);
  const classes = { model, attributes, features: data.features.columns };
  const rowOf = new Map(seen.map((label, row) => [label, row]));
  const feedsOf = (some: readonly number[]) => ({
    features: rowsAt(data.features, some),
    labels: Int32Array.from(some, (place) => rowOf.get(data.labels[place] as number) as number),
  });
  const single = await runtime.compile(gradientsOfExample(classes));
  const [first, last] = [spreadOfGradients(), spreadOfGradients()];
  for (const place of places) {
    const found = await single.run(feedsOf([place]));
    first.add(found.first as Float32Array);
    last.add(found.last as Float32Array);
    onStep();
  }
  await single.release();
  const along = await runtime.compile(curvatureOfExamples(classes, places.length));
  const curvatures: number[] = [];
  for (const direction of directions) {
    const tensors = Object.entries(direction).map(([name, { data: values }]) => {
      return [directionName(name), values] as const;
    });
    const { curvature } = await along.run({ ...feedsOf(places), ...Object.fromEntries(tensors) });
    curvatures.push(curvature?.[0] as number);
    onStep();
  }
  await along.release();
  return { first: first.spread(), last: last.spread(), curvature: meanAndDeviation(curvatures) };
}

/** The irregularity around the weights before and after training. */
export interface IrregularityCourse {
  readonly before: Irregularity;
  readonly after: Irregularity;
}

/**
 * The irregularity of the trained model in the runtime's state, and around the weights that it began with, which
 * replace it.
 *
 * @param options `seed`: of the weights and the places.
 * @param onStep called with the steps that are done, and all.
 */
export async function irregularityCourse(
  data: ZeroShotData,
  options: { readonly runtime: Runtime; readonly model: ZeroShotModel; readonly seed: number },
  onStep: (done: number, total: number) => void,
): Promise<IrregularityCourse> {
  const { runtime, model, seed } = options;
  const places = drawPlaces(data, model, seed);
  const total = 2 * (places.places.length + places.directions.length);
  let done = 0;
  const count = () => onStep(++done, total);
  const after = await irregularityOf(data, options, places, count);
  const sizes = { attributes: data.attributes.columns, features: data.features.columns };
  for (const [name, tensor] of Object.entries(initialEmbedder(model, sizes, seed))) {
    runtime.state.write(name, tensor);
  }
  return { before: await irregularityOf(data, options, places, count), after };
}

/** Training examples, 128 of them where there are so many, and 32 directions, both drawn from the seed. */
export function drawPlaces(
  data: Pick<ZeroShotData, "training" | "attributes" | "features">,
  model: ZeroShotModel,
  seed: number,
): IrregularityPlaces {
  const order = randomStream(seed, "zsl/irregularity/examples").permutation(data.training.length);
  const random = randomStream(seed, "zsl/irregularity/directions");
  const sizes = { attributes: data.attributes.columns, features: data.features.columns };
  const { parameters } = describeEmbedder(model, sizes);
  return {
    places: Array.from(order.slice(0, EXAMPLES), (i) => data.training[i] as number),
    directions: Array.from({ length: DIRECTIONS }, () => {
      const drawn = parameters.map(({ shape }) =>
        random.fillNormal(new Float32Array(sizeOf(shape))),
      );
      const length = Math.sqrt(
        drawn.reduce((sum, values) => sum + values.reduce((own, x) => own + x * x, 0), 0),
      );
      return Object.fromEntries(
        parameters.map(({ name, shape }, i) => {
          return [
            name,
            { shape, data: (drawn[i] as Float32Array).map((x) => x / length) },
          ] as const;
        }),
      );
    }),
  };
}

/** Results in `first` and `last`, the gradients of an example's cross-entropy to the first and the last weight. */
function gradientsOfExample(classes: ProgramClasses): Program {
  const { program, loss, parameters, values } = lossOf("gradients of an example", classes, 1);
  const weights = parameters.filter(({ role }) => role === "weight");
  const [first, last] = [weights[0], weights.at(-1)].map((spec) => values[spec?.name ?? ""]);
  const [ofFirst, ofLast] = gradient(program.g, loss, [first as Value, last as Value]);
  program.result("first", ofFirst as Value);
  program.result("last", ofLast as Value);
  return program.build();
}

/** Feeds a direction, too, and results in `curvature`. */
function curvatureOfExamples(classes: ProgramClasses, count: number): Program {
  const { program, loss, parameters, values } = lossOf("curvature", classes, count);
  const direction = parameters.map(({ name, shape }) =>
    program.feed(directionName(name), { dtype: "float32", shape }),
  );
  const own = parameters.map(({ name }) => values[name] as Value);
  program.result("curvature", curvatureAlong(program.g, loss, own, direction));
  return program.build();
}

const directionName = (parameter: string) => `direction/${parameter}`;

function lossOf(name: string, classes: ProgramClasses, count: number) {
  const program = createProgram(name);
  const { g } = program;
  const shape = [count, classes.features];
  const features = program.feed("features", { dtype: "float32", shape });
  const labels = program.feed("labels", { dtype: "int32", shape: [count] });
  const { prototypes, parameters, values } = prototypesOf(program, classes, true);
  const logits = classLogits(g, features, prototypes, classes.model.scale);
  return { program, loss: crossEntropy(g, logits, labels), parameters, values };
}

function meanAndDeviation(values: readonly number[]): Irregularity["curvature"] {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}
