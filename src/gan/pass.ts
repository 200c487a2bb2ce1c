/** What the programs of a GAN share: reading its networks from the state and running them. */
import type { Builder, Value } from "../graph/index.ts";
import { applyNetwork, type Pass } from "../nn/index.ts";
import type { ProgramBuilder } from "../runtime/index.ts";
import { type GanModel, type PlayerName, reparametrized, stateNames } from "./model.ts";

/** Values by their names within a network. */
export type Values = Readonly<Record<string, Value>>;

/** The raw parameters of a network. */
export function readParameters(
  program: ProgramBuilder,
  model: GanModel,
  player: PlayerName,
): Values {
  return Object.fromEntries(
    model[player].parameters.map(({ name, shape }) => [
      name,
      program.read(stateNames.of(player, name), shape),
    ]),
  );
}

/** The buffers of a network. */
export function readBuffers(program: ProgramBuilder, model: GanModel, player: PlayerName): Values {
  return Object.fromEntries(
    model[player].buffers.map(({ name, shape }) => [
      name,
      program.read(stateNames.of(player, name), shape),
    ]),
  );
}

/** Images of the generator in training mode, from z `[N, latent]`. */
export function generate(
  program: ProgramBuilder,
  model: GanModel,
  parameters: Values,
  z: Value,
): Pass {
  const values = { ...parameters, ...readBuffers(program, model, "generator") };
  return applyNetwork(program.g, model.definition.generator.network, values, z, {
    training: true,
    scope: "generator",
  });
}

/** The discriminator with this step's effective weights. */
export interface EffectiveDiscriminator {
  /** The parameters as the forward pass uses them, by their names in the network. */
  readonly weights: Values;
  /** Raw outputs `[N, 1]` of images `[N, C, H, W]` in [-1, 1]. */
  discriminate(x: Value): Value;
  /** Scalars by `<measure>/<layer>`: `sigma/conv1`. */
  readonly measures: Values;
  /** States, by their full names, that the forward pass moved. */
  readonly moved: Values;
}

/** Reparametrizes the raw parameters once, for all passes of a step. */
export function effectiveDiscriminator(
  program: ProgramBuilder,
  model: GanModel,
  raw: Values,
): EffectiveDiscriminator {
  const { g } = program;
  const { network, reparametrization } = model.definition.discriminator;
  const effective: Record<string, Value> = { ...raw };
  const measures: Record<string, Value> = {};
  const moved: Record<string, Value> = {};
  for (const { spec, states } of reparametrized(model)) {
    const layer = spec.name.replace(/\/weight$/, "");
    const result = g.scope(`discriminator/${layer}`, () =>
      reparametrization!.apply(
        g,
        raw[spec.name] as Value,
        readStates(program, spec.name, states),
        spec,
      ),
    );
    effective[spec.name] = result.weight;
    for (const [name, value] of Object.entries(result.measures))
      measures[`${name}/${layer}`] = value;
    for (const [name, value] of Object.entries(result.moved)) {
      moved[stateNames.method(spec.name, name)] = value;
    }
  }
  const values = { ...effective, ...readBuffers(program, model, "discriminator") };
  return {
    weights: effective,
    discriminate: (x) =>
      applyNetwork(g, network, values, x, { training: true, scope: "discriminator" }).output,
    measures,
    moved,
  };
}

/** The states of the method after an update, by their full names. */
export function advancedStates(program: ProgramBuilder, model: GanModel, updated: Values): Values {
  const { reparametrization } = model.definition.discriminator;
  const next: Record<string, Value> = {};
  for (const { spec, states } of reparametrized(model)) {
    const weight = updated[spec.name] as Value;
    const before = readStates(program, spec.name, states);
    for (const [name, value] of Object.entries(
      reparametrization!.advance(program.g, weight, before, spec),
    )) {
      next[stateNames.method(spec.name, name)] = value;
    }
  }
  return next;
}

function readStates(
  program: ProgramBuilder,
  parameter: string,
  states: readonly { readonly name: string; readonly shape: readonly number[] }[],
): Values {
  return Object.fromEntries(
    states.map(({ name, shape }) => [
      name,
      program.read(stateNames.method(parameter, name), shape),
    ]),
  );
}

/** uint8 pixels 0 … 255 to float32 in [-1, 1]: x/127.5 − 1. */
export function scalePixels(g: Builder, pixels: Value): Value {
  return g.sub(g.mul(g.cast(pixels, { dtype: "float32" }), 2 / 255), 1);
}
