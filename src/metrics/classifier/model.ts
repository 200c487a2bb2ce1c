/** A classifier that has been traced, and passes through it. */
import { type Builder, sizeOf, type Value } from "../../graph/index.ts";
import {
  applyNetwork,
  describeNetwork,
  initialValue,
  kaimingNormal,
  type NetworkDescription,
} from "../../nn/index.ts";
import { randomStream } from "../../random.ts";
import type { HostTensor } from "../../runtime/index.ts";
import { type ClassifierDefinition, type ClassifierOutputs, classify } from "./network.ts";

/** Parameters and buffers by name. */
export type ClassifierTensors = Readonly<Record<string, HostTensor>>;

/** The parameters and buffers of a classifier. */
export function describeClassifier(definition: ClassifierDefinition): NetworkDescription {
  const images = { dtype: "float32", shape: [1, ...definition.imageShape] } as const;
  return describeNetwork((context, x) => classify(context, definition, x).features, images);
}

/** Weights by He's initializer; depends on `seed` alone. */
export function initialClassifier(
  definition: ClassifierDefinition,
  seed: number,
): ClassifierTensors {
  const { parameters, buffers } = describeClassifier(definition);
  const tensors: Record<string, HostTensor> = {};
  for (const spec of parameters) {
    const random = randomStream(seed, `initial/${spec.name}`);
    tensors[spec.name] = { shape: spec.shape, data: initialValue(spec, kaimingNormal(), random) };
  }
  for (const { name, shape, initial } of buffers) {
    tensors[name] = { shape, data: new Float32Array(sizeOf(shape)).fill(initial) };
  }
  return tensors;
}

/**
 * Builds a pass: pixels (uint8 or float32, 0 … 255) `[N, C, H, W]` are scaled to [-1, 1].
 *
 * @param values parameters and buffers by name.
 */
export function passClassifier(
  g: Builder,
  definition: ClassifierDefinition,
  values: Readonly<Record<string, Value>>,
  pixels: Value,
  options: { readonly training: boolean },
): ClassifierOutputs & { readonly updates: Readonly<Record<string, Value>> } {
  const numbers = pixels.dtype === "float32" ? pixels : g.cast(pixels, { dtype: "float32" });
  const images = g.sub(g.mul(numbers, 2 / 255), 1);
  let outputs: ClassifierOutputs | undefined;
  const { updates } = applyNetwork(
    g,
    (context, x) => {
      outputs = classify(context, definition, x);
      return outputs.features;
    },
    values,
    images,
    { ...options, scope: "classifier" },
  );
  return { ...(outputs as ClassifierOutputs), updates };
}
