/** A trained classifier as a model of its own. */
import { EvenkeelError } from "../../errors.ts";
import { createBuilder, simplify, type Value } from "../../graph/index.ts";
import { roundToFloat16, toOnnx } from "../../graph/onnx/index.ts";
import { inferenceBuffers } from "../../nn/index.ts";
import { classifierMetadata } from "../extractors/pixel-range.ts";
import { type ClassifierTensors, describeClassifier, passClassifier } from "./model.ts";
import type { ClassifierDefinition } from "./network.ts";

/**
 * The classifier as a self-contained ONNX model: `images` (float32 `[batch, C, H, W]`, 0 … 255) to
 * `features` (float32 `[batch, features]`) and `logits` (float32 `[batch, classes]`, of the first
 * target), for any batch size. Weights that half precision represents exactly are stored in it. The metadata
 * states the range of pixels, so that the file serves wherever a network for features is named.
 *
 * @param tensors parameters and the buffers that inference reads by name, as `trainClassifier` gives them.
 * @throws EvenkeelError `GRAPH` when one is missing.
 */
export function exportClassifier(
  definition: ClassifierDefinition,
  tensors: ClassifierTensors,
  options: {
    readonly name?: string;
    readonly description?: string;
    readonly metadata?: Readonly<Record<string, string>>;
  } = {},
): Uint8Array {
  const g = createBuilder();
  const images = g.input("images", { dtype: "float32", shape: [1, ...definition.imageShape] });
  const { parameters, buffers } = describeClassifier(definition);
  const values = Object.fromEntries(
    [...parameters, ...inferenceBuffers(buffers)].map(({ name, shape }) => [
      name,
      g.constant(dataOf(tensors, name), shape),
    ]),
  );
  const pass = passClassifier(g, definition, values, images, { training: false });
  const outputs = { features: pass.features, logits: pass.logits[0] as Value };
  const graph = { inputs: { images }, outputs };
  return toOnnx(simplify(graph), {
    ...{ name: "classifier", batchAxis: "batch", halves: true },
    ...options,
    metadata: { ...options.metadata, ...classifierMetadata },
  });
}

/**
 * The tensors with all weights rounded to the nearest numbers of half precision, which `exportClassifier`
 * stores in half the bytes; biases and what belongs to normalizations stay as they are.
 */
export function withHalfWeights(
  definition: ClassifierDefinition,
  tensors: ClassifierTensors,
): ClassifierTensors {
  const weights = describeClassifier(definition).parameters.filter(({ role }) => role === "weight");
  const rounded = weights.map(({ name, shape }) => {
    return [name, { shape, data: roundToFloat16(dataOf(tensors, name)) }] as const;
  });
  return { ...tensors, ...Object.fromEntries(rounded) };
}

function dataOf(tensors: ClassifierTensors, name: string): Float32Array {
  const tensor = tensors[name];
  if (tensor !== undefined) return tensor.data;
  throw new EvenkeelError("GRAPH", `exportClassifier: must be given ${name}`);
}
