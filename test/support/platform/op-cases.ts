/**
 * Every op's test cases, with their first and second derivatives, on any engine. Runs in pages and
 * workers too: nothing of Node here.
 */
import { createBuilder, type OpName } from "../../../src/graph/index.ts";
import { toOnnx } from "../../../src/graph/onnx/index.ts";
import type { Signature } from "../../../src/graph/signatures.ts";
import type { Engine } from "../../../src/runtime/index.ts";
import type { CaseOf } from "../graph/cases/case.ts";
import { opCases } from "../graph/cases/index.ts";
import { type Experiment, experiment, only, together } from "../graph/experiment.ts";
import type { Numbers } from "./step-case.ts";

/** The names of all ops. */
export const opNames = Object.keys(opCases) as OpName[];

const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array, bool: Uint8Array };

/** The cases of an op as one graph: its results `…/y` and, where they are smooth, derivatives `…/ds0`, `…/dt0`. */
export function opExperiment(op: OpName): Experiment {
  const g = createBuilder();
  const cases = (opCases[op] as readonly CaseOf<Signature>[]).map((c) => {
    const e = experiment(g, `${op}/${c.name}`, {
      inputs: c.inputs,
      build: (b, xs) => b.apply(op, xs, c.attributes as never),
    });
    const wanted = c.scale === null ? /\/y$/ : /\/(y|d[st]\d)$/;
    return only(e, ...Object.keys(e.graph.outputs).filter((name) => wanted.test(name)));
  });
  return together(cases);
}

/** The results of an op's cases on an engine. */
export async function runOp(engine: Engine, op: OpName): Promise<Numbers> {
  const { graph, feeds } = opExperiment(op);
  const session = await engine.InferenceSession.create(toOnnx(graph), engine.sessionOptions);
  try {
    const inputs = Object.entries(graph.inputs).map(([name, { dtype, shape }]) => {
      const data = arrays[dtype].from(feeds[name]!);
      return [name, new engine.Tensor(dtype as "float32", data as Float32Array, [...shape])];
    });
    const outputs = Object.entries(await session.run(Object.fromEntries(inputs)));
    return Object.fromEntries(
      outputs.map(([name, { data }]) => [name, Array.from(data as Iterable<number>, Number)]),
    );
  } finally {
    await session.release();
  }
}
