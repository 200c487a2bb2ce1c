/** A classifier whose network has been traced: what it holds, and what it holds before training. */
import { refusal } from "../../errors.ts";
import { sizeOf } from "../../graph/index.ts";
import {
  describeNetwork,
  type Initializer,
  initialValue,
  type Network,
  type NetworkDescription,
  type ParameterSpec,
} from "../../nn/index.ts";
import { randomStream } from "../../random.ts";
import type { HostTensor } from "../../runtime/index.ts";
import {
  type Gamma,
  gammaSpecs,
  layerOf,
  type MethodState,
  matchesLayer,
  type Reparametrization,
} from "../../stabilizers/index.ts";

/** Channels, height and width. */
export type ImageShape = readonly [channels: number, height: number, width: number];

/** A classifier before it is traced. */
export interface ClassifierDefinition {
  /** From images `[N, C, H, W]` in [-1, 1] to logits `[N, classes]`. */
  readonly network: Network;
  readonly imageShape: ImageShape;
  readonly classes: number;
  readonly initializer: Initializer;
  /** Default none. */
  readonly reparametrization?: Reparametrization | undefined;
  /** The layers that it covers, `*` standing for anything. Default all. */
  readonly layers?: readonly string[] | undefined;
  /** A learnable factor on the weights that it makes. Default none. */
  readonly gamma?: Gamma | undefined;
}

/** A weight that is reparametrized, with what the method keeps for it. */
export interface Reparametrized {
  readonly spec: ParameterSpec;
  readonly states: readonly MethodState[];
}

/** A definition with what its network was found to hold; γ, where there is one, is among the parameters. */
export interface ClassifierModel extends NetworkDescription {
  readonly definition: ClassifierDefinition;
  readonly reparametrized: readonly Reparametrized[];
}

/** Parameters, buffers, states of methods and, during training, the optimizer's slots, by name. */
export type ClassifierTensors = Readonly<Record<string, HostTensor>>;

/**
 * Traces the network.
 *
 * @throws EvenkeelError `CONFIG` for fewer than two classes, or for `layers` that name none; `SHAPE` for a network that
 *   gives no logits of these classes.
 */
export function createClassifier(definition: ClassifierDefinition): ClassifierModel {
  const { network, imageShape, classes, reparametrization, gamma } = definition;
  if (classes < 2) {
    throw refusal("CONFIG", { where: "classes", rule: "must be at least 2", got: classes });
  }
  // some statistics of a single example do not exist
  const input = { dtype: "float32", shape: [2, ...imageShape] } as const;
  const found = describeNetwork(network, input);
  if (found.output.shape.join() !== `2,${classes}`) {
    const rule = `must give a logit for each of ${classes} classes`;
    throw refusal("SHAPE", { where: "network", rule, got: found.output.shape });
  }
  const covered = reparametrization === undefined ? [] : coveredWeights(definition, found);
  return {
    definition,
    ...found,
    parameters: [...found.parameters, ...(gamma === undefined ? [] : gammaSpecs(gamma, covered))],
    reparametrized: covered.map((spec) => ({ spec, states: reparametrization!.states(spec) })),
  };
}

function coveredWeights(
  { layers = ["*"] }: ClassifierDefinition,
  { parameters }: NetworkDescription,
): readonly ParameterSpec[] {
  const weights = parameters.filter(({ role }) => role === "weight");
  const names = weights.map(({ name }) => layerOf(name));
  const odd = layers.find((pattern) => !names.some((name) => matchesLayer(pattern, name)));
  if (odd !== undefined) {
    throw refusal("CONFIG", {
      where: "reparametrization.layers",
      rule: `must name layers out of ${names.join(", ")}`,
      got: odd,
    });
  }
  return weights.filter(({ name }) => layers.some((one) => matchesLayer(one, layerOf(name))));
}

/** The number of trainable numbers. */
export function parameterCount({ parameters }: ClassifierModel): number {
  return parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** The name in the state of something that is kept for a parameter: a method's state. */
export function besideName(parameter: string, what: string): string {
  return `${parameter}/${what}`;
}

/** What a classifier holds before training; depends on `seed` alone. */
export function initialTensors(
  { definition, parameters, buffers, reparametrized }: ClassifierModel,
  seed: number,
): ClassifierTensors {
  const tensors: Record<string, HostTensor> = {};
  const streamOf = (name: string) => randomStream(seed, `classify/initial/${name}`);
  for (const spec of parameters) {
    const data = initialValue(spec, definition.initializer, streamOf(spec.name));
    tensors[spec.name] = { shape: spec.shape, data };
  }
  for (const { name, shape, initial } of buffers) {
    tensors[name] = { shape, data: new Float32Array(sizeOf(shape)).fill(initial) };
  }
  for (const { spec, states } of reparametrized) {
    for (const { name, shape } of states) {
      const own = besideName(spec.name, name);
      tensors[own] = { shape, data: streamOf(own).fillNormal(new Float32Array(sizeOf(shape))) };
    }
  }
  return tensors;
}
