import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  graphFile,
  graphTensors,
  torchTensors,
  uniform,
} from "../../../../test/support/golden/inception-weights.ts";
import { encodeSafetensors } from "../../../formats/index.ts";
import { resize } from "../../../images/index.ts";
import { nodeEngine } from "../../../runtime/node.ts";
import type { FeatureExtractor } from "../extractor.ts";
import { createInceptionExtractor } from "./extractor.ts";
import type { InceptionName } from "./variants.ts";
import {
  decodeInceptionWeights,
  encodeInceptionWeights,
  type InceptionWeights,
} from "./weights.ts";

interface Outputs {
  readonly features: readonly (readonly number[])[];
  readonly logits: readonly (readonly number[])[];
  readonly unbiased: readonly (readonly number[])[];
}
type Golden = Readonly<Record<InceptionName, Outputs>> & { readonly every: number };

const golden: Golden = JSON.parse(readFileSync("test/golden/inception.json", "utf8"));
const SIZE = 299;

/** The golden images, as scripts/golden/inception.py makes them. */
function goldenImages(): Uint8Array {
  const slope = (i: number) => Math.floor((i * 127) / (SIZE - 1));
  const plane = SIZE * SIZE;
  return Uint8Array.from(uniform("images", 2 * 3 * plane), (u, i) => {
    const [row, column] = [Math.floor((i % plane) / SIZE), i % SIZE];
    return Math.floor(u * 128) + (i < 3 * plane ? slope(column) : slope(SIZE - 1 - row));
  });
}

/**
 * Float32 against PyTorch's float64 over 48 layers: numbers up to 14, seen 3.3e-6. As near
 * as features have to be for distances between them: 1e-4.
 */
const tolerance = { absolute: 1e-4 } as const;

/** The numbers that the golden file has of rows of `width`. */
const sampled = (rows: Float32Array, width: number) =>
  [...rows].filter((_, i) => (i % width) % golden.every === 0);

const engine = nodeEngine({ device: "cpu", threads: 2 });
const images = goldenImages();
const shape = [2, 3, SIZE, SIZE] as const;

describe("the network of 2015, from a frozen graph", () => {
  let weights: InceptionWeights;
  let extractor: FeatureExtractor;
  beforeAll(async () => {
    const file = graphFile(graphTensors(torchTensors("inception-2015")));
    weights = await decodeInceptionWeights(file, "weights/classify_image_graph_def.pb");
    extractor = await createInceptionExtractor(engine, weights, { batchSize: 2 });
  }, 60_000);
  afterAll(() => extractor.release());

  test("says what it is", () => {
    const { extract: _, release: __, ...about } = extractor;
    expect(about).toEqual({
      name: "inception-2015",
      sha256: weights.source.sha256,
      input: { channels: 3, size: 299, resizer: "tf1-bilinear" },
      dimension: 2048,
      classes: 1008,
      madeFor: { images: "photographs", general: true },
    });
    expect(weights.source.file).toBe("classify_image_graph_def.pb");
  });

  test("features, and logits without the bias, are those of pytorch-fid's network", async () => {
    const { features, logits } = await extractor.extract(images, shape);
    const { features: wanted, unbiased } = golden["inception-2015"];
    expect(sampled(features, 2048)).toBeAllclose(wanted.flat(), tolerance);
    expect(sampled(logits!, 1008)).toBeAllclose(unbiased.flat(), tolerance);
  });

  test("images of any number and size are resized as its graph does, without rounding", async () => {
    const small = images.slice(0, 3 * 3 * 20 * 31);
    const { features } = await extractor.extract(small, [3, 3, 20, 31]);
    expect(features).toHaveLength(3 * 2048);
    const method = "tf1-bilinear";
    const larger = resize(Float32Array.from(small.subarray(2 * 3 * 20 * 31)), {
      from: [20, 31],
      to: [SIZE, SIZE],
      method,
    });
    const alone = await extractor.extract(larger, [1, 3, SIZE, SIZE]);
    expect(features.slice(2 * 2048)).toEqual(alone.features);
  });

  test("images of other channels or too few values are refused", async () => {
    await expect(extractor.extract(images, [2, 1, SIZE, SIZE])).rejects.toMatchInlineSnapshot(
      `[EvenkeelError: inception-2015: images must be [n, 3, height, width] with as many values, got 536406 values for [2, 1, 299, 299]]`,
    );
    await expect(extractor.extract(new Uint8Array(3), [1, 3, 2, 2])).rejects.toMatchInlineSnapshot(
      `[EvenkeelError: inception-2015: images must be [n, 3, height, width] with as many values, got 3 values for [1, 3, 2, 2]]`,
    );
  });

  test("a converted file gives the same weights and tells where they come from", async () => {
    const again = await decodeInceptionWeights(encodeInceptionWeights(weights), "cache");
    expect(again.variant).toBe(weights.variant);
    expect(again.source).toEqual(weights.source);
    expect([...again.tensors.keys()].sort()).toEqual([...weights.tensors.keys()].sort());
    for (const [name, { data }] of again.tensors) {
      expect(Buffer.compare(bytes(data), bytes(weights.tensors.get(name)!.data)), name).toBe(0);
    }
  });
});

const bytes = (data: Float32Array) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

test("torchvision's network, on blocks and in standard operators", async () => {
  const file = encodeSafetensors(torchTensors("inception-torchvision"));
  const weights = await decodeInceptionWeights(file, "inception_v3.safetensors");
  const { blocks: _, ...standard } = engine;
  const { features: wanted, logits: scores } = golden["inception-torchvision"];
  for (const on of [engine, standard]) {
    const extractor = await createInceptionExtractor(on, weights, { batchSize: 2 });
    const { features, logits } = await extractor.extract(images, shape);
    await extractor.release();
    expect(sampled(features, 2048)).toBeAllclose(wanted.flat(), tolerance);
    expect(sampled(logits!, 1000)).toBeAllclose(scores.flat(), tolerance);
  }
}, 60_000);
