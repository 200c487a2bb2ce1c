/** The parameters that a forward pass uses: what a reparametrization makes of the raw ones. */
import type { Value } from "../graph/index.ts";
import type { ProgramBuilder } from "../runtime/index.ts";
import { gammaName, layerOf, type MethodState } from "../stabilizers/index.ts";
import type { PlayerName } from "./definition.ts";
import { type GanModel, reparametrized } from "./model.ts";
import { type Owner, stateNames } from "./state.ts";

/** Values by their names within a network. */
export type Values = Readonly<Record<string, Value>>;

/** A graph under construction, and where it reads the state. */
export type StateReader = Pick<ProgramBuilder, "g" | "read">;

/** A network's parameters as its forward pass uses them. */
export interface Effective {
  /** By their names in the network. */
  readonly parameters: Values;
  /** Scalars by `<measure>/<layer>`: `sigma/conv1`. */
  readonly measures: Values;
  /** States, by their full names, that the forward pass moved. */
  readonly moved: Values;
}

/** The state as a pass left it that moved some of it. */
export function afterPass(reader: StateReader, moved: Values): StateReader {
  return { g: reader.g, read: (name, shape) => moved[name] ?? reader.read(name, shape) };
}

/**
 * Reparametrizes the raw parameters of a network once, for all passes of a step or for one.
 *
 * @param owner whose parameters they are: the network's, or the averages of the generator's.
 */
export function effectiveParameters(
  reader: StateReader,
  model: GanModel,
  player: PlayerName,
  raw: Values,
  owner: Owner = player,
): Effective {
  const { g } = reader;
  const { reparametrization, gamma } = model.definition[player];
  const parameters: Record<string, Value> = { ...raw };
  const measures: Record<string, Value> = {};
  const moved: Record<string, Value> = {};
  for (const { spec, states } of reparametrized(model, player)) {
    const layer = layerOf(spec.name);
    const held = readStates(reader, owner, spec.name, states);
    const result = g.scope(`${player}/${layer}`, () =>
      reparametrization!.apply(g, raw[spec.name]!, held, spec),
    );
    parameters[spec.name] = result.weight;
    for (const [name, value] of Object.entries(result.measures)) {
      measures[`${name}/${layer}`] = value;
    }
    for (const [name, value] of Object.entries(result.moved)) {
      moved[stateNames.method(owner, spec.name, name)] = value;
    }
    if (gamma === undefined) continue;
    const factor = raw[gammaName(gamma, layer)]!;
    measures[gamma.sharing === "shared" ? "gamma" : `gamma/${layer}`] = factor;
    parameters[spec.name] = g.mul(result.weight, factor);
    const bias = `${layer}/bias`;
    if (gamma.bias && raw[bias] !== undefined) parameters[bias] = g.mul(raw[bias], factor);
  }
  return { parameters, measures, moved };
}

/**
 * The states of a network's method after an update, by their full names.
 *
 * @param owner as in {@link effectiveParameters}.
 */
export function advancedStates(
  reader: StateReader,
  model: GanModel,
  player: PlayerName,
  updated: Values,
  owner: Owner = player,
): Values {
  const { reparametrization } = model.definition[player];
  const next: Record<string, Value> = {};
  for (const { spec, states } of reparametrized(model, player)) {
    const weight = updated[spec.name]!;
    const before = readStates(reader, owner, spec.name, states);
    const after = reader.g.scope(`${player}/${layerOf(spec.name)}/advance`, () =>
      reparametrization!.advance(reader.g, weight, before, spec),
    );
    for (const [name, value] of Object.entries(after)) {
      next[stateNames.method(owner, spec.name, name)] = value;
    }
  }
  return next;
}

/** The raw parameters of a network. */
export function readParameters(reader: StateReader, model: GanModel, player: PlayerName): Values {
  return readOwned(reader, player, model[player].parameters);
}

/** The buffers of a network. */
export function readBuffers(reader: StateReader, model: GanModel, player: PlayerName): Values {
  return readOwned(reader, player, model[player].buffers);
}

/** Tensors of an owner, by their names in the network. */
export function readOwned(
  reader: StateReader,
  owner: Owner,
  specs: readonly { readonly name: string; readonly shape: readonly number[] }[],
): Values {
  return Object.fromEntries(
    specs.map(({ name, shape }) => [name, reader.read(stateNames.of(owner, name), shape)]),
  );
}

function readStates(
  reader: StateReader,
  owner: Owner,
  parameter: string,
  states: readonly MethodState[],
): Values {
  return Object.fromEntries(
    states.map(({ name, shape }) => [
      name,
      reader.read(stateNames.method(owner, parameter, name), shape),
    ]),
  );
}
