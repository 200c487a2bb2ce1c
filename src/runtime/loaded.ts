/** A graph that an engine has loaded: tensors in, tensors out. */
import type { InferenceSession, Tensor } from "onnxruntime-common";
import { EvenkeelError } from "../errors.ts";
import { type Aval, type Graph, simplify, verify } from "../graph/index.ts";
import { toOnnx } from "../graph/onnx/index.ts";
import type { Engine } from "./engine.ts";
import { packed } from "./packing.ts";
import { leftToCpu, mayLeaveNodes, sessionOnDevice } from "./placement.ts";

/** Data fed to a run, by dtype: float32, uint8 or int32. */
export type FeedData = Float32Array | Uint8Array | Int32Array;

/** What an input of this name is. */
export type Given = (name: string) => FeedData | Tensor;

/** A graph ready to run. */
export interface LoadedGraph {
  /**
   * @returns the outputs by their names in the graph.
   * @throws EvenkeelError `ENGINE` when ONNX Runtime fails.
   */
  run(given: Given): Promise<(output: string) => Tensor>;
  /** Unloads it. */
  release(): Promise<void>;
}

/** How a graph is loaded. */
export interface LoadOptions {
  /** What it is called in errors and files. */
  readonly name: string;
  /** The outputs that stay where the engine holds the state; the others go to host memory. */
  readonly staying: ReadonlySet<string>;
  /** Elements up to which inputs and outputs are passed together; 0: none are. */
  readonly packedUpTo: number;
  /** Called with a sentence on what the graph leaves to the CPU when the engine's device is another. */
  readonly onNote: (text: string) => void;
}

/**
 * Simplifies, lowers and loads a legal graph.
 *
 * @throws EvenkeelError `ENGINE` when the engine refuses the model.
 */
export async function loadGraph(
  engine: Engine,
  given: Graph,
  { name, staying, packedUpTo, onNote }: LoadOptions,
): Promise<LoadedGraph> {
  const { graph, inputs: packIn, outputs: packOut } = packed(given, packedUpTo);
  const session = await sessionOf(engine, simplify(graph), { name, staying, onNote });
  const avals = Object.entries(given.inputs);
  // filled anew for each run: one for each would wait for the garbage collector
  const pack = new Float32Array(packIn.size);

  /** The engine's inputs: those in the pack copied to their places, the others as they are. */
  const inputsOf = (valueAt: Given) => {
    const inputs: Record<string, Tensor> = {};
    for (const [input, aval] of avals) {
      const [value, place] = [valueAt(input), packIn.places.get(input)];
      if (place) pack.set((isData(value) ? value : value.data) as Float32Array, place.start);
      else inputs[input] = isData(value) ? tensorOf(engine, value, aval) : value;
    }
    if (pack.length > 0) {
      inputs[packIn.name] = new engine.Tensor("float32", pack, [pack.length]);
    }
    return inputs;
  };
  /** Gives values by their names in the graph, those in the pack as parts of it. */
  const outputsOf = (outputs: Readonly<Record<string, Tensor>>) => {
    const { name: packName, places } = packOut;
    const gathered = outputs[packName]?.data as Float32Array;
    return (output: string): Tensor => {
      const place = places.get(output);
      if (place === undefined) return outputs[output] as Tensor;
      return new engine.Tensor("float32", gathered.subarray(place.start, place.end), place.shape);
    };
  };

  return {
    async run(valueAt) {
      const inputs = inputsOf(valueAt);
      const outputs = await attempt(engine, `running ${name}`, () => session.run(inputs));
      return outputsOf(outputs as Record<string, Tensor>);
    },
    release: () => session.release(),
  };
}

/** A session of a graph; what it is made of is not kept. */
async function sessionOf(
  engine: Engine,
  graph: Graph,
  { name, staying, onNote }: Omit<LoadOptions, "packedUpTo">,
): Promise<InferenceSession> {
  verify(graph);
  const model = toOnnx(graph, { name, blocks: await engine.blocks?.() });
  const places = {
    preferredOutputLocation: Object.fromEntries(
      Object.keys(graph.outputs).map((output) => [
        output,
        staying.has(output) ? engine.stateLocation : ("cpu" as const),
      ]),
    ),
  };
  return attempt(engine, `compiling ${name}`, async () => {
    const strict = mayLeaveNodes(engine) ? await sessionOnDevice(engine, model, places) : undefined;
    if (strict !== undefined) return strict;
    if (mayLeaveNodes(engine)) {
      const left = await leftToCpu(engine, graph);
      onNote(`${engine.device} leaves some of the ${name} to the CPU: ${left.join(", ")}.`);
    }
    return engine.InferenceSession.create(model, { ...engine.sessionOptions, ...places });
  });
}

function isData(value: FeedData | Tensor): value is FeedData {
  return ArrayBuffer.isView(value);
}

function tensorOf({ Tensor }: Engine, data: FeedData, { dtype, shape }: Aval): Tensor {
  return new Tensor(dtype as "float32", data as Float32Array, [...shape]);
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
