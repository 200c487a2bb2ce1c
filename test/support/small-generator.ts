/** A conditional generator of small color images as an ONNX file. */

import { initialState } from "../../src/gan/index.ts";
import { exportGenerator } from "../../src/gan/inference/index.ts";
import { conditionalBatchNorm, deconv, dense } from "../../src/nn/index.ts";
import type { GeneratorFacts } from "../../src/report/generator/index.ts";
import { smallModel } from "./gan/small.ts";
import { gaussian } from "./nn/matrices.ts";

/** What is known of it; a class has a name that must be escaped. */
export const facts: GeneratorFacts = {
  name: "a <small> generator",
  data: "noise",
  steps: 12,
  imageShape: [3, 8, 8],
  latentSize: 5,
  latentDistribution: "normal",
  classNames: ["cat", "</script><b>dog</b>"],
};

/** The file: untrained, with classes that differ. */
export function smallGeneratorFile(): Uint8Array {
  const model = smallModel({
    imageShape: [3, 8, 8],
    classes: 2,
    generator: {
      network(context, z) {
        const { g } = context;
        const hidden = conditionalBatchNorm(
          context,
          "norm",
          dense(context, "dense", z, { features: 48 }),
        );
        const map = g.reshape(g.relu(hidden), { shape: [z.shape[0] ?? 1, 3, 4, 4] });
        return g.tanh(
          deconv(context, "up", map, { channels: 3, kernel: 4, stride: 2, padding: 1 }),
        );
      },
    },
  });
  const state = initialState(model, 1);
  for (const role of ["scale", "shift"]) {
    const name = `generator/norm/${role}`;
    state[name] = { shape: [2, 48], data: gaussian(96, role) };
  }
  return exportGenerator(model, state);
}
