/** Engines that compute something wrongly, to see that it is noticed. Nothing of Node here. */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { type ModelProto, ModelProtoSchema, type NodeProto } from "onnx-buf";
import type { InferenceSession, InferenceSessionFactory } from "onnxruntime-common";
import type { Engine } from "../../../src/runtime/index.ts";

/**
 * The engine with the largest element of `output`, wherever there is such an output, changed by `f`.
 *
 * @param isAffected the models of which that holds; default: all.
 */
export function withWrongResult(
  engine: Engine,
  output: string,
  f: (element: number) => number,
  isAffected: (model: Uint8Array) => boolean = () => true,
): Engine {
  // each output by itself, under its name
  return withSessions({ ...engine, packedUpTo: 0 }, async (model, options) => {
    const session = await engine.InferenceSession.create(model, options);
    if (!isAffected(model)) return session;
    return {
      async run(feeds: InferenceSession.FeedsType) {
        const results = await session.run(feeds);
        const tensor = results[output];
        if (tensor === undefined) return results;
        const data = Float32Array.from(tensor.data as Float32Array);
        const sizes = data.map(Math.abs);
        const largest = sizes.indexOf(Math.max(...sizes));
        data[largest] = f(data[largest] as number);
        return { ...results, [output]: new engine.Tensor("float32", data, tensor.dims) };
      },
      release: () => session.release(),
    } as InferenceSession;
  });
}

/**
 * The engine given convolutions with padding at the end only as they are, without the way round that
 * the lowering takes (see `emitConv`): the strides added before the image are taken back, the cut is gone.
 */
export function withEndOnlyPadding(engine: Engine): Engine {
  return withSessions(engine, (bytes, options) => {
    const model = fromBinary(ModelProtoSchema, bytes);
    const { node } = model.graph!;
    for (const slice of node.filter(({ opType }) => opType === "Slice")) {
      const conv = node.find(
        ({ opType, output }) => opType === "Conv" && output[0] === slice.input[0],
      );
      if (conv === undefined) continue;
      const pads = ints(conv, "pads");
      const strides = ints(conv, "strides");
      for (const [axis, start] of constant(model, slice.input[1]!).entries()) {
        if (start === 1n) pads[axis]! -= strides[axis]!;
      }
      slice.opType = "Identity";
      slice.input = slice.input.slice(0, 1);
    }
    return engine.InferenceSession.create(toBinary(ModelProtoSchema, model), options);
  });
}

/** The engine given another operator of one operand in place of `type`. */
export function withOperator(engine: Engine, type: string, other: string): Engine {
  return withSessions(engine, (bytes, options) => {
    const model = fromBinary(ModelProtoSchema, bytes);
    for (const node of model.graph!.node) if (node.opType === type) node.opType = other;
    return engine.InferenceSession.create(toBinary(ModelProtoSchema, model), options);
  });
}

type Create = (
  model: Uint8Array,
  options: InferenceSession.SessionOptions,
) => Promise<InferenceSession>;

function withSessions(engine: Engine, create: Create): Engine {
  return { ...engine, InferenceSession: { create } as InferenceSessionFactory };
}

function ints(node: NodeProto, name: string): bigint[] {
  return node.attribute.find((attribute) => attribute.name === name)!.ints;
}

function constant({ graph }: ModelProto, name: string): BigInt64Array {
  const { rawData } = graph!.initializer.find((tensor) => tensor.name === name)!;
  return new BigInt64Array(rawData.slice().buffer);
}
