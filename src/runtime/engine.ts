/** What a platform has to give: ONNX Runtime, and how to use it there. */
import type {
  InferenceSession,
  InferenceSessionFactory,
  TensorConstructor,
} from "onnxruntime-common";

/** Where a graph runs. `wasm` is the CPU of a browser. */
export type Device = "cpu" | "webgpu" | "cuda" | "wasm";

/** ONNX Runtime on one device of one platform; made by `runtime/node.ts` or `runtime/web.ts`. */
export interface Engine {
  readonly device: Device;
  /** For people: package, version, threads. */
  readonly description: string;
  /** The version of ONNX Runtime. */
  readonly version: string;
  /** Where tensors that stay between runs live. */
  readonly stateLocation: "cpu" | "gpu-buffer";
  readonly InferenceSession: InferenceSessionFactory;
  readonly Tensor: TensorConstructor;
  readonly sessionOptions: InferenceSession.SessionOptions;
  /**
   * Elements up to which float32 tensors go to a run and come from it together, in one tensor: for engines
   * whose state lies in host memory. Default 0: each by itself.
   */
  readonly packedUpTo?: number;
  /**
   * Where images may be held in blocks of channels inside a graph: how many channels a block has on this
   * processor, found out when first asked; `undefined` where they may not.
   */
  readonly blocks?: () => Promise<number | undefined>;
  /**
   * In which pieces a graph of more than `above` ops is loaded: of `size` ops. For engines that take ever longer for
   * each op of a large graph. Default: every graph is loaded as one.
   */
  readonly pieces?: { readonly above: number; readonly size: number };
  /** Why the device cannot be used, as far as can be said before it is; `undefined` if nothing is known. */
  readonly probe?: () => Promise<string | undefined>;
}

/** What the last digits of an engine's numbers depend on: {@link Engine.description} and its blocks. */
export async function describeArithmetic(engine: Engine): Promise<string> {
  const size = await engine.blocks?.();
  return size === undefined ? engine.description : `${engine.description}, blocks of ${size}`;
}
