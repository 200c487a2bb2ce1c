/** Compiles programs and runs them on one engine, around one state. */
import type { Tensor } from "onnxruntime-common";
import { EvenkeelError, internal } from "../errors.ts";
import { type Aval, type DType, formatAval, sameShape, sizeOf, verify } from "../graph/index.ts";
import type { Engine } from "./engine.ts";
import type { FeedData } from "./loaded.ts";
import { loadWhole } from "./pieces.ts";
import { nextName, type Program } from "./program.ts";
import { createState, type State } from "./state.ts";

/** A compiled {@link Program}. */
export interface Executable {
  readonly name: string;
  /**
   * Runs once: reads the state, computes, replaces what the program writes.
   *
   * @param feeds the fed inputs in row-major order.
   * @returns the results that are not state, each a float32 array in row-major order.
   * @throws EvenkeelError `GRAPH` for a missing, unknown or ill-sized feed or value of the state; `ENGINE`
   *   when ONNX Runtime fails. The state is unchanged then.
   */
  run(feeds?: Readonly<Record<string, FeedData>>): Promise<Record<string, Float32Array>>;
  /** Unloads the program; the state stays as it is. */
  release(): Promise<void>;
}

/** One engine with its state. Runs must not overlap: await each before the next. */
export interface Runtime {
  readonly engine: Engine;
  readonly state: State;
  /**
   * Verifies, simplifies, lowers and loads a program.
   *
   * @throws EvenkeelError `GRAPH` for an illegal graph and for results that are not float32, `ENGINE` when
   *   the engine refuses the model.
   */
  compile(program: Program): Promise<Executable>;
  /** Forgets the state and unloads every program. */
  release(): Promise<void>;
}

/**
 * @param onNote called with a sentence on what a program leaves to the CPU when the engine's device is another.
 */
export function createRuntime(
  engine: Engine,
  onNote: (text: string) => void = () => undefined,
): Runtime {
  const state = createState(engine);
  const loaded: Executable[] = [];
  return {
    engine,
    state,
    async compile(program) {
      const executable = await compile(engine, state, program, onNote);
      loaded.push(executable);
      return executable;
    },
    async release() {
      // first the tensors: one that outlives the session that made it crashes the WebGPU provider
      state.dispose();
      for (const executable of loaded.splice(0)) await executable.release();
    },
  };
}

async function compile(
  engine: Engine,
  state: State,
  program: Program,
  onNote: (text: string) => void,
): Promise<Executable> {
  verify(program.graph);
  for (const [name, value] of Object.entries(program.graph.outputs)) {
    if (value.dtype === "float32") continue;
    throw new EvenkeelError(
      "GRAPH",
      `${program.name}: results must be float32, got ${name} as ${formatAval(value)}`,
    );
  }
  const written = new Set(program.writes.map(nextName));
  // the graph itself is not kept
  const { name, writes } = program;
  const loaded = await loadWhole(engine, program.graph, { name, staying: written, onNote });
  const avals = program.graph.inputs;
  const read = new Set(program.reads);
  const fed = new Set(Object.keys(avals).filter((input) => !read.has(input)));
  const results = Object.keys(program.graph.outputs).filter((output) => !written.has(output));
  let released = false;

  return {
    name,
    async run(feeds = {}) {
      const given = new Map<string, FeedData | Tensor>();
      for (const input of fed) given.set(input, feedOf(name, avals, input, feeds));
      for (const input of read) given.set(input, readTensor(state, name, avals, input));
      const unknown = Object.keys(feeds).find((input) => !fed.has(input));
      if (unknown !== undefined) {
        throw new EvenkeelError(
          "GRAPH",
          `${name}: feeds must be ${[...fed].join(", ")}, got ${unknown}`,
        );
      }
      const output = await loaded.run((input) => given.get(input) as FeedData | Tensor);
      for (const one of writes) state.replace(one, output(nextName(one)));
      return Object.fromEntries(results.map((result) => [result, toFloats(output(result))]));
    },
    async release() {
      if (released) return;
      released = true;
      await state.detach(writes);
      await loaded.release();
    },
  };
}

/** What is fed for an input, if it fits. */
function feedOf(
  program: string,
  avals: Readonly<Record<string, Aval>>,
  name: string,
  feeds: Readonly<Record<string, FeedData>>,
): FeedData {
  const aval = avals[name];
  const data = feeds[name];
  if (aval === undefined) throw internal(`no input ${name}`);
  if (data === undefined || dtypeOf(data) !== aval.dtype || data.length !== sizeOf(aval.shape)) {
    const got = data === undefined ? "nothing" : `${dtypeOf(data)} x ${data.length}`;
    throw new EvenkeelError("GRAPH", `${program}: ${name} must be ${formatAval(aval)}, got ${got}`);
  }
  return data;
}

/** A value of the state, if it fits the input of its name. */
function readTensor(
  state: State,
  program: string,
  avals: Readonly<Record<string, Aval>>,
  name: string,
): Tensor {
  const aval = avals[name];
  const tensor = state.tensor(name);
  if (aval === undefined) throw internal(`no input ${name}`);
  if (!sameShape(tensor.dims, aval.shape)) {
    const got = tensor.dims.join(", ");
    throw new EvenkeelError(
      "GRAPH",
      `${program}: ${name} must be ${formatAval(aval)}, got [${got}] in the state`,
    );
  }
  return tensor;
}

function dtypeOf(data: FeedData): DType {
  if (data instanceof Float32Array) return "float32";
  return data instanceof Uint8Array ? "uint8" : "int32";
}

function toFloats(tensor: Tensor): Float32Array {
  if (!(tensor.data instanceof Float32Array)) throw internal("results must be float32");
  return tensor.data.slice();
}
