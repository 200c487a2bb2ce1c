/** The tensors that a GAN's training keeps: their names, their shapes, and what they start from. */
import { sizeOf } from "../graph/index.ts";
import { initialValue } from "../nn/index.ts";
import { type RandomStream, randomStream } from "../random.ts";
import type { HostTensor } from "../runtime/index.ts";
import type { PlayerName } from "./definition.ts";
import { type GanModel, reparametrized } from "./model.ts";

const players = ["generator", "discriminator"] as const;

/** Whose tensors in the state: those of a network, or of the moving average of the generator's weights. */
export type Owner = PlayerName | "ema";

/** Names in the state. Everything of a network stands under the network's name. */
export const stateNames = {
  /** A parameter or buffer: `generator/norm1/mean`; an average of the generator's: `ema/dense/weight`. */
  of: (owner: Owner, name: string) => `${owner}/${name}`,
  /** Whether a name is one of these. */
  isOf: (owner: Owner, name: string) => name.startsWith(`${owner}/`),
  /** An optimizer's slot: `discriminator/conv1/weight/m`. */
  slot: (player: PlayerName, parameter: string, slot: string) => `${player}/${parameter}/${slot}`,
  /** A reparametrization's state beside its weight: `discriminator/conv1/u`. */
  method: (owner: Owner, parameter: string, state: string) =>
    `${owner}/${parameter.replace(/weight$/, state)}`,
};

/** A tensor of the state, and how it starts. */
interface StateEntry {
  readonly name: string;
  readonly shape: readonly number[];
  /** Its value before the first step, from a stream of its own. */
  readonly initial: (random: RandomStream) => Float32Array;
}

function* stateEntries(model: GanModel): Generator<StateEntry> {
  const filled = (shape: readonly number[], value: number) => () => {
    const values = new Float32Array(sizeOf(shape));
    // zeros that nobody writes take no memory
    return value === 0 ? values : values.fill(value);
  };
  for (const player of players) {
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
    for (const { spec, states } of reparametrized(model, player)) {
      for (const { name, shape } of states) {
        const initial = (random: RandomStream) =>
          random.fillNormal(new Float32Array(sizeOf(shape)));
        yield { name: stateNames.method(player, spec.name, name), shape, initial };
      }
    }
  }
}

/**
 * The state before the first step: parameters, buffers, optimizer slots, the methods' vectors, moving
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

/** The moving averages by their names in the state, each with that of the parameter that it averages. */
export function averages(
  model: GanModel,
): readonly { readonly average: string; readonly of: string }[] {
  if (model.definition.generator.ema === 0) return [];
  return model.generator.parameters.map(({ name }) => ({
    average: stateNames.of("ema", name),
    of: stateNames.of("generator", name),
  }));
}

/** Names in the state of what serves training alone: the optimizers' slots, and statistics of past iterations. */
export function trainingNames(model: GanModel): string[] {
  return players.flatMap((player) => [
    ...model[player].parameters.flatMap(({ name }) =>
      model.definition[player].optimizer.slots.map((slot) => stateNames.slot(player, name, slot)),
    ),
    ...model[player].buffers.flatMap(({ name, trainingOnly }) =>
      trainingOnly ? [stateNames.of(player, name)] : [],
    ),
  ]);
}
