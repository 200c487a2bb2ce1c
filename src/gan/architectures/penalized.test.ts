/** The gradient penalty's gradient through every discriminator, so second derivatives: finite differences and the engine. */
import { describe, expect, test } from "vitest";
import { withRuntime } from "../../../test/support/gan/small.ts";
import { checkDerivative } from "../../../test/support/graph/finite-difference.ts";
import { gaussian } from "../../../test/support/nn/matrices.ts";
import { float32 } from "../../../test/support/nn/networks.ts";
import { cpuNetwork, toleranceFor } from "../../../test/support/tolerances.ts";
import { evaluate, gradient, sizeOf } from "../../graph/index.ts";
import { applyNetwork, describeNetwork, layerNorm, type Network } from "../../nn/index.ts";
import { createProgram } from "../../runtime/index.ts";
import { gradientPenalty, type Normalization } from "../../stabilizers/index.ts";
import { cnnDiscriminator } from "./cnn.ts";
import type { ConditioningOptions } from "./conditioning.ts";
import { mlpDiscriminator } from "./mlp.ts";
import { resnetDiscriminator } from "./resnet.ts";
import { imageDiscriminator } from "./resnet-images.ts";

const LABELS = [2, 0, 2];
const CLASSES = 3;

// the one normalization that a config allows beside a penalty on slopes
const normalization: Normalization = (context, name, x) => layerNorm(context, name, x);
const projection: ConditioningOptions = { condition: "projection" };
const concatenation: ConditioningOptions = { condition: "concatenation", classFeatures: 2 };
const cnn = { channels: 1 };
const resnet = {
  blocks: [
    { channels: 2, down: true },
    { channels: 2, down: false },
    { channels: 3, down: true },
    { channels: 3, down: false },
  ],
  variant: "miyato",
} as const;
const mlp = { layers: 3, width: 4 };

type Subject = readonly [name: string, network: Network, image: readonly number[]];
const subjects: readonly Subject[] = [
  ["cnn", cnnDiscriminator(cnn), [1, 8, 8]],
  ["sndcgan", cnnDiscriminator({ ...cnn, plan: "sndcgan" }), [1, 8, 8]],
  // of one channel, layer normalization would take the bias away
  ["cnn, layer norm", cnnDiscriminator({ channels: 2, normalization }), [1, 8, 8]],
  ["cnn, projection", cnnDiscriminator({ ...cnn, ...projection }), [1, 8, 8]],
  ["cnn, concatenation", cnnDiscriminator({ ...cnn, ...concatenation }), [1, 8, 8]],
  ["resnet", resnetDiscriminator(resnet), [1, 4, 4]],
  [
    "resnet, the BSN authors' variant",
    resnetDiscriminator({ ...resnet, variant: "bsn" }),
    [1, 4, 4],
  ],
  ["resnet, layer norm", resnetDiscriminator({ ...resnet, normalization }), [1, 4, 4]],
  ["resnet, projection", resnetDiscriminator({ ...resnet, ...projection }), [1, 4, 4]],
  ["resnet, concatenation", resnetDiscriminator({ ...resnet, ...concatenation }), [1, 4, 4]],
  ["resnet, Fixup", resnetDiscriminator({ ...resnet, fixup: true }), [1, 4, 4]],
  ["resnet-images", imageDiscriminator({ size: [16, 32], channels: 2 }), [1, 16, 32]],
  ["mlp", mlpDiscriminator(mlp), [2, 1, 1]],
  ["mlp, layer norm", mlpDiscriminator({ ...mlp, normalization }), [2, 1, 1]],
  ["mlp, projection", mlpDiscriminator({ ...mlp, ...projection }), [2, 1, 1]],
  ["mlp, concatenation", mlpDiscriminator({ ...mlp, ...concatenation }), [2, 1, 1]],
];

/** The penalty as a program, with numbers for its inputs, exact in float32. */
function penalized([, network, image]: Subject) {
  const shape = [LABELS.length, ...image];
  const program = createProgram("penalty");
  const feeds: Record<string, Float32Array> = {};
  const feed = (name: string, own: readonly number[], data: Float32Array) => {
    feeds[name] = data;
    return program.feed(name, float32(...own));
  };
  const { parameters, buffers } = describeNetwork(network, float32(...shape), {
    classes: CLASSES,
  });
  const values = Object.fromEntries(
    [...parameters, ...buffers].map(({ name, shape: own }) => {
      // about as large as He's, so that outputs neither vanish nor explode
      const std = Math.sqrt(2 / Math.max(1, sizeOf(own.slice(1))));
      return [name, feed(name, own, gaussian(sizeOf(own), name, std))];
    }),
  );
  const { g } = program;
  const labels = g.cast(feed("labels", [LABELS.length], Float32Array.from(LABELS)), {
    dtype: "int32",
  });
  const options = { training: true, condition: { labels, classes: CLASSES } };
  const images = (name: string) => feed(name, shape, gaussian(sizeOf(shape), name));
  const penalty = gradientPenalty()({
    g,
    discriminate: (x) => applyNetwork(g, network, values, x, options).output,
    real: images("real"),
    fake: images("fake"),
    weights: [],
    draw: (name, own) =>
      feed(
        name,
        own,
        Float32Array.from(LABELS, (_, i) => (i + 1) / 4),
      ),
  });
  program.result("penalty", penalty);
  const names = parameters.map(({ name }) => name);
  const found = gradient(
    g,
    penalty,
    names.map((name) => values[name]!),
  );
  for (const [i, name] of names.entries()) program.result(`gradient ${name}`, found[i]!);
  return { program: program.build(), feeds, names };
}

/** Weights of the first, of a middle and of the last layers, and what else a network may have. */
const CHECKED =
  /^(conv1|conv7|dense1|dense3|dense|embed|block[14]\/conv[12]|image2\/conv|level0\/conv1|level2\/shortcut|block3\/shortcut)\/weight$|norm.*\/(scale|shift)$|before|multiplier/;

describe.each(subjects)("%s", (...subject) => {
  const { program, feeds, names } = penalized(subject);

  test("finite differences of the penalty", () => {
    const wide = Object.fromEntries(
      Object.entries(feeds).map(([name, data]) => [name, Float64Array.from(data)]),
    );
    const checked = names.filter((name) => CHECKED.test(name));
    expect(checked.length).toBeGreaterThanOrEqual(3);
    checkDerivative(
      { graph: program.graph, feeds: wide },
      {
        of: "penalty",
        gradients: Object.fromEntries(checked.map((name) => [name, `gradient ${name}`])),
      },
    );
  });

  test("the engine gives the reference's numbers", () =>
    withRuntime(async (runtime) => {
      const expected = evaluate(program.graph, feeds);
      const executable = await runtime.compile(program);
      const actual = await executable.run(feeds);
      for (const [name, { data }] of Object.entries(expected)) {
        expect(actual[name], name).toBeAllclose(data, toleranceFor(data, cpuNetwork));
      }
      expect(expected["gradient dense/weight"]!.data.some((x) => Math.abs(x) > 1e-3)).toBe(true);
    }));
});
