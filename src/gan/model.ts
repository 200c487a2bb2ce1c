/** A GAN: two networks, their loss and methods, and the values they start from. */
import { EvenkeelError } from "../errors.ts";
import { sizeOf } from "../graph/index.ts";
import {
  describeNetwork,
  initialValue,
  type Network,
  type NetworkDescription,
  type Optimizer,
  type ParameterSpec,
} from "../nn/index.ts";
import { randomStream } from "../random.ts";
import type { HostTensor } from "../runtime/index.ts";
import type {
  Initializer,
  MethodState,
  Penalty,
  Projection,
  Reparametrization,
} from "../stabilizers/index.ts";
import type { Loss } from "./losses.ts";

/** How one of the two networks is trained. */
export interface Player {
  readonly network: Network;
  readonly optimizer: Optimizer;
  readonly learningRate: number;
  readonly initializer: Initializer;
}

/** Everything that defines the mathematics of a training run. */
export interface GanDefinition {
  /** z `[N, latentSize]` to images `[N, C, H, W]` in [-1, 1]. */
  readonly generator: Player & {
    /** Decay of the moving average of the weights, in (0, 1); 0 for none. */
    readonly ema: number;
  };
  /** Images `[N, C, H, W]` to raw outputs `[N, 1]`. */
  readonly discriminator: Player & {
    readonly reparametrization: Reparametrization | undefined;
    readonly penalties: readonly Penalty[];
    readonly projections: readonly Projection[];
  };
  readonly loss: Loss;
  readonly latentSize: number;
  /** `[C, H, W]` */
  readonly imageShape: readonly [number, number, number];
  /** N of the real and of the generated images of a step. */
  readonly batchSize: number;
}

export type PlayerName = "generator" | "discriminator";

/** A definition with what its networks were found to hold. */
export interface GanModel {
  readonly definition: GanDefinition;
  readonly generator: NetworkDescription;
  readonly discriminator: NetworkDescription;
}

/**
 * Traces both networks.
 *
 * @throws EvenkeelError `SHAPE` when they do not fit together, naming the layer.
 */
export function createModel(definition: GanDefinition): GanModel {
  const { batchSize, latentSize, imageShape } = definition;
  const image = [batchSize, ...imageShape];
  const generator = describeNetwork(definition.generator.network, {
    dtype: "float32",
    shape: [batchSize, latentSize],
  });
  expectShape("generator", generator.output.shape, image);
  const discriminator = describeNetwork(definition.discriminator.network, {
    dtype: "float32",
    shape: image,
  });
  expectShape("discriminator", discriminator.output.shape, [batchSize, 1]);
  return { definition, generator, discriminator };
}

/** Names in the state. Everything of a network stands under the network's name. */
export const stateNames = {
  /** A parameter or buffer: `generator/norm1/mean`. */
  of: (player: PlayerName, name: string) => `${player}/${name}`,
  /** An optimizer's slot: `discriminator/conv1/weight/m`. */
  slot: (player: PlayerName, parameter: string, slot: string) => `${player}/${parameter}/${slot}`,
  /** A reparametrization's state beside its weight: `discriminator/conv1/u`. */
  method: (parameter: string, state: string) =>
    `discriminator/${parameter.replace(/weight$/, state)}`,
  /** The moving average of a generator's parameter: `ema/dense/weight`. */
  ema: (name: string) => `ema/${name}`,
};

/** The weights that the discriminator's reparametrization acts on, with their states. */
export function reparametrized(
  model: GanModel,
): readonly { readonly spec: ParameterSpec; readonly states: readonly MethodState[] }[] {
  const { reparametrization } = model.definition.discriminator;
  if (reparametrization === undefined) return [];
  return model.discriminator.parameters
    .filter((spec) => spec.role === "weight")
    .map((spec) => ({ spec, states: reparametrization.states(spec) }));
}

/**
 * The state before the first step: parameters, buffers, optimizer slots, the method's vectors, moving
 * averages. Depends on `seed` alone.
 */
export function initialState(model: GanModel, seed: number): Record<string, HostTensor> {
  const state: Record<string, HostTensor> = {};
  const constant = (shape: readonly number[], value: number): HostTensor => ({
    shape,
    data: new Float32Array(sizeOf(shape)).fill(value),
  });
  for (const player of ["generator", "discriminator"] as const) {
    const { initializer, optimizer } = model.definition[player];
    for (const spec of model[player].parameters) {
      const name = stateNames.of(player, spec.name);
      const data = initialValue(spec, initializer, randomStream(seed, `initial/${name}`));
      state[name] = { shape: spec.shape, data };
      for (const slot of optimizer.slots) {
        state[stateNames.slot(player, spec.name, slot)] = constant(spec.shape, 0);
      }
    }
    for (const { name, shape, initial } of model[player].buffers) {
      state[stateNames.of(player, name)] = constant(shape, initial);
    }
  }
  for (const { spec, states } of reparametrized(model)) {
    for (const { name, shape } of states) {
      const full = stateNames.method(spec.name, name);
      const data = new Float32Array(sizeOf(shape));
      state[full] = { shape, data: randomStream(seed, `initial/${full}`).fillNormal(data) };
    }
  }
  if (model.definition.generator.ema > 0) {
    for (const { name } of model.generator.parameters) {
      state[stateNames.ema(name)] = state[stateNames.of("generator", name)] as HostTensor;
    }
  }
  return state;
}

/** The number of trainable numbers in a network. */
export function parameterCount({ parameters }: NetworkDescription): number {
  return parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

function expectShape(
  what: PlayerName,
  shape: readonly number[],
  expected: readonly number[],
): void {
  if (shape.join() !== expected.join()) {
    throw new EvenkeelError(
      "SHAPE",
      `${what}: must give [${expected.join(", ")}], got [${shape.join(", ")}]`,
    );
  }
}
