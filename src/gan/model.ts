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
import { type RandomStream, randomStream } from "../random.ts";
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
 * @throws EvenkeelError `SHAPE` when they do not fit together, naming the layer; `GRAPH` when the
 *   discriminator keeps running statistics.
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
  const [buffer] = discriminator.buffers;
  if (buffer !== undefined) {
    throw new EvenkeelError(
      "GRAPH",
      `discriminator: must be free of batch statistics, because real and generated images pass it as one batch, got ${buffer.name}`,
    );
  }
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

/** A tensor of the state, and how it starts. */
interface StateEntry {
  readonly name: string;
  readonly shape: readonly number[];
  /** Its value before the first step, from a stream of its own. */
  readonly initial: (random: RandomStream) => Float32Array;
}

function* stateEntries(model: GanModel): Generator<StateEntry> {
  const filled = (shape: readonly number[], value: number) => () =>
    new Float32Array(sizeOf(shape)).fill(value);
  for (const player of ["generator", "discriminator"] as const) {
    const { initializer, optimizer } = model.definition[player];
    for (const spec of model[player].parameters) {
      const { shape } = spec;
      const initial = (random: RandomStream) => initialValue(spec, initializer, random);
      yield { name: stateNames.of(player, spec.name), shape, initial };
      for (const slot of optimizer.slots) {
        yield { name: stateNames.slot(player, spec.name, slot), shape, initial: filled(shape, 0) };
      }
    }
    for (const { name, shape, initial } of model[player].buffers) {
      yield { name: stateNames.of(player, name), shape, initial: filled(shape, initial) };
    }
  }
  for (const { spec, states } of reparametrized(model)) {
    for (const { name, shape } of states) {
      const initial = (random: RandomStream) => random.fillNormal(new Float32Array(sizeOf(shape)));
      yield { name: stateNames.method(spec.name, name), shape, initial };
    }
  }
}

/**
 * The state before the first step: parameters, buffers, optimizer slots, the method's vectors, moving
 * averages. Depends on `seed` alone.
 */
export function initialState(model: GanModel, seed: number): Record<string, HostTensor> {
  const state: Record<string, HostTensor> = {};
  for (const { name, shape, initial } of stateEntries(model)) {
    state[name] = { shape, data: initial(randomStream(seed, `initial/${name}`)) };
  }
  for (const { average, of } of averages(model)) state[average] = state[of]!;
  return state;
}

/** The shape of every tensor of the state, by name. */
export function stateShapes(model: GanModel): Record<string, readonly number[]> {
  const shapes: Record<string, readonly number[]> = {};
  for (const { name, shape } of stateEntries(model)) shapes[name] = shape;
  for (const { average, of } of averages(model)) shapes[average] = shapes[of]!;
  return shapes;
}

function averages(model: GanModel): readonly { readonly average: string; readonly of: string }[] {
  if (model.definition.generator.ema === 0) return [];
  return model.generator.parameters.map(({ name }) => ({
    average: stateNames.ema(name),
    of: stateNames.of("generator", name),
  }));
}

/** Names in the state of the optimizers' slots. */
export function slotNames(model: GanModel): string[] {
  return (["generator", "discriminator"] as const).flatMap((player) =>
    model[player].parameters.flatMap(({ name }) =>
      model.definition[player].optimizer.slots.map((slot) => stateNames.slot(player, name, slot)),
    ),
  );
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
