/** A graph together with its use of the state. */
import { EvenkeelError } from "../errors.ts";
import type { Aval, Builder, Graph, Value } from "../graph/index.ts";
import { createBuilder } from "../graph/index.ts";

/**
 * One step of something, to be compiled: a graph some of whose inputs are read from the state and some
 * of whose outputs replace values of the state.
 */
export interface Program {
  readonly name: string;
  /** Inputs are the fed values and the read ones; outputs the results and, under {@link nextName}, the written ones. */
  readonly graph: Graph;
  /** Names in the state that are read, each a graph input of the same name. */
  readonly reads: readonly string[];
  /** Names in the state that are replaced after a run. */
  readonly writes: readonly string[];
  /** Fed inputs that the caller fills with random numbers, fresh for each run. */
  readonly draws: readonly Draw[];
}

/** Independent random numbers: N(0, 1), or uniform on [0, 1). */
export type Distribution = "normal" | "uniform";

/** A fed float32 input of random numbers. */
export interface Draw {
  readonly name: string;
  readonly shape: readonly number[];
  readonly distribution: Distribution;
}

/** The graph output that will replace `name` in the state. */
export function nextName(name: string): string {
  return `next/${name}`;
}

/** Builds a {@link Program}. */
export interface ProgramBuilder {
  readonly g: Builder;
  /** A value given with each run. */
  feed(name: string, aval: Aval): Value;
  /** A float32 value of random numbers, fresh for each run. */
  draw(name: string, shape: readonly number[], distribution: Distribution): Value;
  /** The value of the state called `name`; float32. */
  read(name: string, shape: readonly number[]): Value;
  /** After a run, `name` in the state will be `value`. */
  write(name: string, value: Value): void;
  /** A result of a run. */
  result(name: string, value: Value): void;
  build(): Program;
}

/**
 * A builder for the program called `name`.
 *
 * @throws EvenkeelError `GRAPH` when a name is given twice.
 */
export function createProgram(name: string): ProgramBuilder {
  const g = createBuilder();
  const inputs: Record<string, Value> = {};
  const outputs: Record<string, Value> = {};
  const reads = new Map<string, Value>();
  const writes: string[] = [];
  const draws: Draw[] = [];
  const feed = (input: string, aval: Aval) => {
    const value = g.input(input, aval);
    inputs[input] = value;
    return value;
  };
  const result = (output: string, value: Value) => {
    if (output in outputs) {
      throw new EvenkeelError("GRAPH", `${name}: outputs must be unique, got ${output} twice`);
    }
    outputs[output] = value;
  };
  return {
    g,
    feed,
    draw(input, shape, distribution) {
      draws.push({ name: input, shape, distribution });
      return feed(input, { dtype: "float32", shape });
    },
    read(state, shape) {
      const before = reads.get(state);
      if (before !== undefined) return before;
      const value = feed(state, { dtype: "float32", shape });
      reads.set(state, value);
      return value;
    },
    write(state, value) {
      result(nextName(state), value);
      writes.push(state);
    },
    result,
    build: () => ({
      name,
      graph: { inputs, outputs },
      reads: [...reads.keys()],
      writes,
      draws,
    }),
  };
}
