/** The network from attributes to class prototypes, and its initial values. */
import type { Value } from "../../graph/index.ts";
import {
  dense,
  describeNetwork,
  type Initializer,
  initialValue,
  kaimingNormal,
  type LayerContext,
  type Network,
  type NetworkDescription,
} from "../../nn/index.ts";
import { randomStream } from "../../random.ts";
import type { HostTensor } from "../../runtime/index.ts";
import { classStandardization } from "./class-standardization.ts";
import type { LastInitialization, ZeroShotModel } from "./model.ts";

/** Widths of what a model connects. */
export interface EmbedderSizes {
  /** Numbers of an attribute vector, d_a. */
  readonly attributes: number;
  /** Numbers of a feature vector and of a prototype, d_z. */
  readonly features: number;
}

/**
 * Attributes `[C, d_a]` to prototypes `[C, d_z]`: dense layers with ReLU between them. Class standardization
 * stands before and behind the last of these ReLUs.
 */
export function embedder(model: ZeroShotModel, { features }: EmbedderSizes): Network {
  const { depth, hidden, lastRelu, standardization } = model;
  const standardized = (context: LayerContext, name: string, x: Value) =>
    standardization === null ? x : classStandardization(context, name, x, standardization);
  return (context, attributes) => {
    const { g } = context;
    let x = attributes;
    for (let layer = 1; layer < depth; layer++) {
      x = dense(context, `dense${layer}`, x, { features: hidden });
      if (layer < depth - 1) x = g.relu(x);
      else x = standardized(context, "after", g.relu(standardized(context, "before", x)));
    }
    const prototypes = dense(context, "prototypes", x, { features, last: true });
    return lastRelu ? g.relu(prototypes) : prototypes;
  };
}

/** The parameters and buffers of a model's embedder. */
export function describeEmbedder(model: ZeroShotModel, sizes: EmbedderSizes): NetworkDescription {
  // statistics of one class are not defined
  const attributes = { dtype: "float32", shape: [2, sizes.attributes] } as const;
  return describeNetwork(embedder(model, sizes), attributes);
}

/**
 * Initial parameters and buffers by name; depend on `seed` alone. Hidden weights have the variance 2/fan-in (He et al.
 * 2015); the last ones are uniform with the variance that {@link LastInitialization} names.
 *
 * @see Skorokhodov & Elhoseiny 2021, eq. 10.
 */
export function initialEmbedder(
  model: ZeroShotModel,
  sizes: EmbedderSizes,
  seed: number,
): Readonly<Record<string, HostTensor>> {
  const { parameters, buffers } = describeEmbedder(model, sizes);
  const tensors: Record<string, HostTensor> = {};
  for (const spec of parameters) {
    const initializer = spec.last ? lastInitializers[model.initialization] : kaimingNormal(0);
    const random = randomStream(seed, `zsl/initial/${spec.name}`);
    tensors[spec.name] = { shape: spec.shape, data: initialValue(spec, initializer, random) };
  }
  for (const { name, shape, initial } of buffers) {
    const [size = 1] = shape;
    tensors[name] = { shape, data: new Float32Array(size).fill(initial) };
  }
  return tensors;
}

/** U(−√(3v), √(3v)), of variance v = factor/(fan-in·fan-out). */
function uniformOfProduct(factor: number): Initializer {
  return ({ shape: [outputs = 1, inputs = 1] }, random) => {
    const bound = Math.sqrt((3 * factor) / (inputs * outputs));
    const values = random.fillUniform(new Float32Array(inputs * outputs));
    return values.map((x) => (2 * x - 1) * bound);
  };
}

const lastInitializers: Readonly<Record<LastInitialization, Initializer>> = {
  "class-norm": uniformOfProduct(1),
  "class-norm-relu": uniformOfProduct(2 / (1 - 1 / Math.PI)),
  he: kaimingNormal(0),
};
