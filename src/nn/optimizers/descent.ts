/** One step of an optimizer in a program whose state holds parameters and slots by the parameters' names. */
import { sizeOf, type Value } from "../../graph/index.ts";
import type { HostTensor, ProgramBuilder } from "../../runtime/index.ts";
import type { ParameterSpec } from "../parameter.ts";
import type { Optimizer } from "./optimizer.ts";

/** What has to be known of a parameter. */
type Named = Pick<ParameterSpec, "name" | "shape" | "rate">;

/** What {@link descend} updates. */
export interface Descent<Spec extends Named = Named> {
  readonly parameters: readonly Spec[];
  /** The parameters' values by name. */
  readonly values: Readonly<Record<string, Value>>;
  /** Of the loss, one for each parameter in their order. */
  readonly gradients: readonly Value[];
  readonly optimizer: Optimizer;
  /** λ: λ·w is added to the gradient of each parameter w that decays. Default 0. */
  readonly weightDecay?: number | undefined;
  /** The parameters that decay; default: all. */
  readonly decays?: (spec: Spec) => boolean;
}

/** Feeds the optimizer's scalars, writes the next parameters and slots to the state, and returns the next parameters. */
export function descend<Spec extends Named>(
  program: ProgramBuilder,
  { parameters, values, gradients, optimizer, weightDecay = 0, decays = () => true }: Descent<Spec>,
): Readonly<Record<string, Value>> {
  const { g } = program;
  const scalars = Object.fromEntries(
    optimizer.scalars.map((name) => [name, program.feed(name, { dtype: "float32", shape: [] })]),
  );
  const updated: Record<string, Value> = {};
  for (const [i, spec] of parameters.entries()) {
    const { name, shape, rate } = spec;
    const [value, slope] = [values[name] as Value, gradients[i] as Value];
    const slots = Object.fromEntries(
      optimizer.slots.map((slot) => [slot, program.read(slotName(name, slot), shape)]),
    );
    const isDecayed = weightDecay > 0 && decays(spec);
    const descended = isDecayed ? g.add(slope, g.mul(value, weightDecay)) : slope;
    // every optimizer's step is in proportion to its scalar called rate
    const own = rate === undefined ? scalars : { ...scalars, rate: g.mul(scalars.rate!, rate) };
    const next = optimizer.update(g, value, descended, slots, own);
    updated[name] = next.parameter;
    program.write(name, next.parameter);
    for (const slot of optimizer.slots) {
      program.write(slotName(name, slot), next.slots[slot] as Value);
    }
  }
  return updated;
}

/** The optimizer's slots of all parameters before the first step, all 0, by their names in the state. */
export function emptySlots(
  parameters: readonly Named[],
  optimizer: Optimizer,
): Readonly<Record<string, HostTensor>> {
  return Object.fromEntries(
    parameters.flatMap(({ name, shape }) =>
      optimizer.slots.map((slot): [string, HostTensor] => [
        slotName(name, slot),
        { shape, data: new Float32Array(sizeOf(shape)) },
      ]),
    ),
  );
}

/** The name in the state of an optimizer's slot of a parameter. */
function slotName(parameter: string, slot: string): string {
  return `${parameter}/${slot}`;
}
