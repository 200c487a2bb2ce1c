/** Several programs as one. */
import { EvenkeelError } from "../errors.ts";
import { applyGraph, formatAval, type Value } from "../graph/index.ts";
import { createProgram, nextName, type Program } from "./program.ts";

/**
 * One program that does what the programs do one after the other: what one writes to the state, the later
 * ones read. Fed inputs of one name are one input, and what the programs compute alike is computed once.
 *
 * @param programs in their order. A value of the state that several write is in the end what the last one
 *   wrote.
 * @throws EvenkeelError `GRAPH` when two have a result of one name, or a fed input of one name that is not of
 *   one dtype and shape.
 */
export function inSequence(name: string, programs: readonly Program[]): Program {
  const whole = createProgram(name);
  const fed = new Map<string, Value>();
  const written = new Map<string, Value>();
  for (const { graph, reads, writes, draws } of programs) {
    const read = new Set(reads);
    const drawn = new Map(draws.map((draw) => [draw.name, draw]));
    const given = (input: string, value: Value): Value => {
      if (read.has(input)) return written.get(input) ?? whole.read(input, value.shape);
      const before = fed.get(input);
      const draw = drawn.get(input);
      const fresh = () =>
        draw
          ? whole.draw(input, draw.shape, draw.distribution)
          : whole.feed(input, { dtype: value.dtype, shape: value.shape });
      const shared = before ?? fresh();
      const [wanted, got] = [formatAval(shared), formatAval(value)];
      if (wanted !== got) {
        throw new EvenkeelError("GRAPH", `${name}: ${input} must be ${wanted}, got ${got}`);
      }
      fed.set(input, shared);
      return shared;
    };
    const inputs = Object.entries(graph.inputs).map(([input, value]) => [
      input,
      given(input, value),
    ]);
    const outputs = applyGraph(whole.g, graph, Object.fromEntries(inputs));
    const states = new Map(writes.map((state) => [nextName(state), state]));
    for (const [output, value] of Object.entries(outputs)) {
      const state = states.get(output);
      if (state === undefined) whole.result(output, value);
      else written.set(state, value);
    }
  }
  for (const [state, value] of written) whole.write(state, value);
  return whole.build();
}
