/** Which part of a graph a device leaves to the CPU: found out when the graph is compiled, and named. */
import type { InferenceSession } from "onnxruntime-common";
import {
  type Aval,
  createBuilder,
  type Graph,
  type OpName,
  topologicalOrder,
  type Value,
} from "../graph/index.ts";
import { toOnnx } from "../graph/onnx/index.ts";
import type { Engine } from "./engine.ts";

/** What ONNX Runtime says of a node that only its CPU provider has, when that is not allowed. */
const LEFT = "fallback to CPU EP has been explicitly disabled";

/** Options of a session all of whose nodes must run on the engine's device. */
function strict({ sessionOptions, device }: Engine): InferenceSession.SessionOptions {
  const { extra } = sessionOptions;
  return {
    ...sessionOptions,
    // the CPU provider must not be named, or the engine refuses the next option
    executionProviders: [device],
    extra: { ...extra, "session.disable_cpu_ep_fallback": "1" },
    // a refusal is expected, and reported in our own words
    logSeverityLevel: 4,
  };
}

/** Whether the engine has a device beside the CPU that may leave something to it. */
export function mayLeaveNodes({ device }: Engine): boolean {
  return device !== "cpu" && device !== "wasm";
}

/**
 * The session of a model of which everything runs on the device, or `undefined` where something of it
 * cannot.
 */
export async function sessionOnDevice(
  engine: Engine,
  model: Uint8Array,
  options: InferenceSession.SessionOptions = {},
): Promise<InferenceSession | undefined> {
  try {
    return await engine.InferenceSession.create(model, { ...strict(engine), ...options });
  } catch (error) {
    if (error instanceof Error && error.message.includes(LEFT)) return undefined;
    throw error;
  }
}

/**
 * The ops of a graph that the device leaves to the CPU, with the first scope in which each stands, such as
 * `sign in discriminator/conv1`: each is compiled alone.
 */
export async function leftToCpu(engine: Engine, graph: Graph): Promise<string[]> {
  const found = new Map<OpName, string>();
  const tried = new Set<string>();
  for (const value of topologicalOrder(Object.values(graph.outputs))) {
    if (value.source.kind !== "op" || found.has(value.source.op)) continue;
    const { op, inputs, attributes } = value.source;
    const key = JSON.stringify([op, attributes, inputs.map(({ dtype, shape }) => [dtype, shape])]);
    if (tried.has(key)) continue;
    tried.add(key);
    const session = await sessionOnDevice(engine, toOnnx(alone(value)));
    if (session === undefined) found.set(op, `${op} in ${value.scope || "the step"}`);
    await session?.release();
  }
  return [...found.values()];
}

/** The op that makes a value, of operands that are given. */
function alone({ source }: Value): Graph {
  if (source.kind !== "op") return { inputs: {}, outputs: {} };
  const g = createBuilder();
  const operands = source.inputs.map(({ dtype, shape }: Aval, i) =>
    g.input(`operand${i}`, { dtype, shape }),
  );
  return {
    inputs: Object.fromEntries(operands.map((operand, i) => [`operand${i}`, operand])),
    outputs: { y: g.apply(source.op, operands, source.attributes as never) },
  };
}
