/** Compiles programs and runs them on one engine, around one state. */
import type { Tensor } from "onnxruntime-common";
import { EvenkeelError, internal } from "../errors.ts";
import {
  type Aval,
  type DType,
  formatAval,
  sameShape,
  simplify,
  sizeOf,
  verify,
} from "../graph/index.ts";
import { toOnnx } from "../graph/onnx/index.ts";
import type { Engine } from "./engine.ts";
import { packed } from "./packing.ts";
import { leftToCpu, mayLeaveNodes, sessionOnDevice } from "./placement.ts";
import { nextName, type Program } from "./program.ts";
import { createState, type State } from "./state.ts";

/** Data fed to a run, by dtype: float32, uint8 or int32. */
export type FeedData = Float32Array | Uint8Array | Int32Array;

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
  const whole = packed(program.graph, engine.packedUpTo ?? 0);
  const graph = simplify(whole.graph);
  verify(graph);
  const model = toOnnx(graph, { name: program.name, blocks: await engine.blocks?.() });
  const written = program.writes.map(nextName);
  const places = {
    preferredOutputLocation: Object.fromEntries(
      Object.keys(graph.outputs).map((name) => [
        name,
        written.includes(name) ? engine.stateLocation : ("cpu" as const),
      ]),
    ),
  };
  const session = await attempt(engine, `compiling ${program.name}`, async () => {
    const strict = mayLeaveNodes(engine) ? await sessionOnDevice(engine, model, places) : undefined;
    if (strict !== undefined) return strict;
    if (mayLeaveNodes(engine)) {
      const left = await leftToCpu(engine, graph);
      onNote(`${engine.device} leaves some of the ${program.name} to the CPU: ${left.join(", ")}.`);
    }
    return engine.InferenceSession.create(model, { ...engine.sessionOptions, ...places });
  });
  const avals = program.graph.inputs;
  const fed = Object.keys(avals).filter((name) => !program.reads.includes(name));
  const results = Object.keys(program.graph.outputs).filter((name) => !written.includes(name));
  // filled anew for each run: one for each would wait for the garbage collector
  const pack = new Float32Array(whole.inputs.size);
  let released = false;

  /** The engine's inputs: those in the pack copied to their places, the others as they are. */
  const inputsOf = (feeds: Readonly<Record<string, FeedData>>) => {
    const { places } = whole.inputs;
    const inputs: Record<string, Tensor> = {};
    for (const name of fed) {
      const [data, place] = [feedOf(program.name, avals, name, feeds), places.get(name)];
      if (place) pack.set(data, place.start);
      else inputs[name] = tensorOf(engine, data, avals[name] as Aval);
    }
    for (const name of program.reads) {
      const [tensor, place] = [readTensor(state, program.name, avals, name), places.get(name)];
      if (place) pack.set(tensor.data as Float32Array, place.start);
      else inputs[name] = tensor;
    }
    if (pack.length > 0) {
      inputs[whole.inputs.name] = new engine.Tensor("float32", pack, [pack.length]);
    }
    return inputs;
  };
  /** Gives values by their names in the program, those in the pack as parts of it. */
  const outputsOf = (outputs: Readonly<Record<string, Tensor>>) => {
    const { name: packName, places } = whole.outputs;
    const gathered = outputs[packName]?.data as Float32Array;
    return (name: string): Tensor => {
      const place = places.get(name);
      if (place === undefined) return outputs[name] as Tensor;
      return new engine.Tensor("float32", gathered.subarray(place.start, place.end), place.shape);
    };
  };

  return {
    name: program.name,
    async run(feeds = {}) {
      const inputs = inputsOf(feeds);
      const unknown = Object.keys(feeds).find((name) => !fed.includes(name));
      if (unknown !== undefined) {
        throw new EvenkeelError(
          "GRAPH",
          `${program.name}: feeds must be ${fed.join(", ")}, got ${unknown}`,
        );
      }
      const outputs = await attempt(engine, `running ${program.name}`, () => session.run(inputs));
      const output = outputsOf(outputs as Record<string, Tensor>);
      for (const name of program.writes) state.replace(name, output(nextName(name)));
      return Object.fromEntries(results.map((name) => [name, toFloats(output(name))]));
    },
    async release() {
      if (released) return;
      released = true;
      await state.detach(program.writes);
      await session.release();
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

function tensorOf({ Tensor }: Engine, data: FeedData, { dtype, shape }: Aval): Tensor {
  return new Tensor(dtype as "float32", data as Float32Array, [...shape]);
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

async function attempt<T>(engine: Engine, what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw new EvenkeelError(
      "ENGINE",
      `${what}: ONNX Runtime on ${engine.device} failed: ${error instanceof Error ? error.message : error}`,
      { cause: error, advice: "Run `evenkeel doctor` to see what each device can do." },
    );
  }
}
