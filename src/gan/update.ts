/** One optimizer step on all parameters of a network. */
import type { Builder, Value } from "../graph/index.ts";
import type { ParameterSpec } from "../nn/index.ts";
import type { ProgramBuilder } from "../runtime/index.ts";
import type { PlayerName } from "./definition.ts";
import type { Values } from "./effective.ts";
import { scalarFeed } from "./feeds.ts";
import type { GanModel } from "./model.ts";
import { stateNames } from "./state.ts";

/**
 * Updates every parameter, writes parameters and slots to the state, and returns the new parameters.
 *
 * @param gradients in the order of the network's parameters.
 * @param project what becomes of an updated parameter.
 */
export function updateParameters(
  program: ProgramBuilder,
  model: GanModel,
  player: PlayerName,
  parameters: Values,
  gradients: readonly Value[],
  project: (g: Builder, value: Value, spec: ParameterSpec) => Value = (_g, value) => value,
): Values {
  const { g } = program;
  const { optimizer } = model.definition[player];
  const scalars = Object.fromEntries(
    optimizer.scalars.map((name) => [
      name,
      program.feed(scalarFeed(player, name), { dtype: "float32", shape: [] }),
    ]),
  );
  const updated: Record<string, Value> = {};
  for (const [i, spec] of model[player].parameters.entries()) {
    const slotName = (slot: string) => stateNames.slot(player, spec.name, slot);
    const slots = Object.fromEntries(
      optimizer.slots.map((slot) => [slot, program.read(slotName(slot), spec.shape)]),
    );
    // every optimizer's step is in proportion to its scalar called rate
    const own =
      spec.rate === undefined ? scalars : { ...scalars, rate: g.mul(scalars.rate!, spec.rate) };
    const next = g.scope(`${player}/${spec.name}/update`, () => {
      const step = optimizer.update(
        g,
        parameters[spec.name] as Value,
        gradients[i] as Value,
        slots,
        own,
      );
      return { ...step, parameter: project(g, step.parameter, spec) };
    });
    updated[spec.name] = next.parameter;
    program.write(stateNames.of(player, spec.name), next.parameter);
    for (const slot of optimizer.slots) program.write(slotName(slot), next.slots[slot] as Value);
  }
  return updated;
}
