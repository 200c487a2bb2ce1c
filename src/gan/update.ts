/** One optimizer step on all parameters of a network. */
import { type Builder, sizeOf, type Value } from "../graph/index.ts";
import type { ParameterSpec } from "../nn/index.ts";
import type { ProgramBuilder } from "../runtime/index.ts";
import type { PlayerName } from "./definition.ts";
import type { Values } from "./effective.ts";
import { scalarFeed } from "./feeds.ts";
import type { GanModel } from "./model.ts";
import { stateNames } from "./state.ts";

/**
 * Elements up to which parameters are updated together, as one vector: the same numbers with fewer operations.
 * Measured on the standard CNN with SN: of all parameters together, 1.05 to 0.75 ms at a quarter of the width, but
 * 17.1 to 20.4 ms at full width. No other limit was tried.
 */
const TOGETHER_UP_TO = 20_000;

/** What becomes of an updated parameter. */
type Project = (g: Builder, value: Value, spec: ParameterSpec) => Value;

/**
 * Updates every parameter, writes parameters and slots to the state, and returns the new parameters.
 *
 * @param gradients in the order of the network's parameters.
 */
export function updateParameters(
  program: ProgramBuilder,
  model: GanModel,
  player: PlayerName,
  parameters: Values,
  gradients: readonly Value[],
  project: Project = (_g, value) => value,
): Values {
  const { g } = program;
  const { optimizer } = model.definition[player];
  const scalars = Object.fromEntries(
    optimizer.scalars.map((name) => [
      name,
      program.feed(scalarFeed(player, name), { dtype: "float32", shape: [] }),
    ]),
  );
  const specs = model[player].parameters;
  const gradientOf = new Map(specs.map(({ name }, i) => [name, gradients[i] as Value]));
  const updated: Record<string, Value> = {};
  for (const group of updatedTogether(specs)) {
    const [{ name, rate }] = group;
    const read = (slot: string) =>
      group.map((spec) => program.read(stateNames.slot(player, spec.name, slot), spec.shape));
    // every optimizer's step is in proportion to its scalar called rate
    const own = rate === undefined ? scalars : { ...scalars, rate: g.mul(scalars.rate!, rate) };
    const scope = group.length > 1 ? `${player}/parameters/update` : `${player}/${name}/update`;
    const slots = optimizer.slots.map((slot) => [slot, read(slot)] as const);
    g.scope(scope, () => {
      const next = optimizer.update(
        g,
        joined(
          g,
          group.map((spec) => parameters[spec.name] as Value),
        ),
        joined(
          g,
          group.map((spec) => gradientOf.get(spec.name) as Value),
        ),
        Object.fromEntries(slots.map(([slot, values]) => [slot, joined(g, values)])),
        own,
      );
      const parts = separated(g, next.parameter, group);
      for (const [i, spec] of group.entries()) {
        updated[spec.name] = project(g, parts[i] as Value, spec);
      }
      for (const slot of optimizer.slots) {
        const values = separated(g, next.slots[slot] as Value, group);
        for (const [i, spec] of group.entries()) {
          program.write(stateNames.slot(player, spec.name, slot), values[i] as Value);
        }
      }
    });
  }
  for (const { name } of specs) program.write(stateNames.of(player, name), updated[name] as Value);
  return updated;
}

/** The parameters in groups: the small ones of one rate, and each large one by itself. */
function updatedTogether(
  specs: readonly ParameterSpec[],
): readonly (readonly [ParameterSpec, ...ParameterSpec[]])[] {
  const groups = new Map<string, [ParameterSpec, ...ParameterSpec[]]>();
  for (const spec of specs) {
    const isSmall = sizeOf(spec.shape) <= TOGETHER_UP_TO;
    const key = isSmall ? `rate ${spec.rate}` : `parameter ${spec.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [spec]);
    else group.push(spec);
  }
  return [...groups.values()];
}

/** The elements of several values as one vector; a single value as it is. */
function joined(g: Builder, values: readonly Value[]): Value {
  if (values.length === 1) return values[0] as Value;
  const flat = values.map((value) => g.reshape(value, { shape: [sizeOf(value.shape)] }));
  return g.concat(flat, { axis: 0 });
}

/** The values that {@link joined} made one. */
function separated(g: Builder, whole: Value, specs: readonly ParameterSpec[]): Value[] {
  if (specs.length === 1) return [whole];
  let start = 0;
  return specs.map(({ shape }) => {
    const end = start + sizeOf(shape);
    const part = g.slice(whole, { starts: [start], ends: [end], strides: [1] });
    start = end;
    return g.reshape(part, { shape });
  });
}
