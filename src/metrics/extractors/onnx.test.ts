import { describe, expect, test } from "vitest";
import { type Builder, createBuilder, mean, type Shape, type Value } from "../../graph/index.ts";
import { toOnnx } from "../../graph/onnx/index.ts";
import { resize } from "../../images/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { createOnnxExtractor } from "./onnx.ts";

const engine = nodeEngine({ device: "cpu", threads: 1 });

/** A model of these outputs of its images. */
function model(
  shape: Shape,
  outputs: (g: Builder, x: Value) => Record<string, Value>,
  batchAxis?: string,
): Uint8Array {
  const g = createBuilder();
  const images = g.input("images", { dtype: "float32", shape });
  const graph = { inputs: { images }, outputs: outputs(g, images) };
  return toOnnx(graph, batchAxis === undefined ? {} : { batchAxis });
}

/** The mean and the largest value of each channel. */
const summary = (g: Builder, x: Value) => ({
  features: g.concat([mean(g, x, [2, 3]), g.max(x, { axes: [2, 3] })], { axis: 1 }),
  logits: g.neg(mean(g, x, [2, 3])),
});
const pixels = Uint8Array.from({ length: 5 * 2 * 4 * 4 }, (_, i) => (i * 37) % 256);

describe("what it gives", () => {
  test.each([
    { batch: "free", file: model([1, 2, 4, 4], summary, "n"), batchSize: 2 },
    { batch: "three", file: model([3, 2, 4, 4], summary), batchSize: undefined },
  ])("batch $batch: features and logits of any number of images", async ({ file, batchSize }) => {
    const range = [-1, 1] as const;
    const extractor = await createOnnxExtractor(engine, file, "a.onnx", { range, batchSize });
    expect(extractor).toMatchObject({
      name: "a.onnx",
      input: { channels: 2, size: 4, resizer: "pillow-bilinear" },
      dimension: 4,
      classes: 2,
    });
    const { features, logits } = await extractor.extract(pixels, [5, 2, 4, 4]);
    for (let plane = 0; plane < 10; plane++) {
      const values = [...pixels.subarray(plane * 16, plane * 16 + 16)].map((p) => p / 127.5 - 1);
      const [image, channel] = [Math.floor(plane / 2), plane % 2];
      const average = values.reduce((a, b) => a + b, 0) / 16;
      expect(features[image * 4 + channel]).toBeCloseTo(average, 6);
      expect(features[image * 4 + 2 + channel]).toBeCloseTo(Math.max(...values), 6);
      expect(logits![image * 2 + channel]).toBeCloseTo(-average, 6);
    }
    await extractor.release();
  });

  test("images of another size are resized; without logits there are none", async () => {
    const file = model(
      [1, 2, 4, 4],
      (g, x) => ({ embedding: g.mul(mean(g, x, [2, 3]), 255) }),
      "n",
    );
    const extractor = await createOnnxExtractor(engine, file, "a.onnx", {
      resizer: "tf1-bilinear",
    });
    const { features, logits } = await extractor.extract(pixels.subarray(0, 2 * 30), [1, 2, 6, 5]);
    const expected = resize(Float32Array.from(pixels.subarray(0, 60)), {
      from: [6, 5],
      to: [4, 4],
      method: "tf1-bilinear",
    });
    const sum = (values: Float32Array) => values.reduce((a, b) => a + b, 0);
    expect(features[0]).toBeCloseTo(sum(expected.subarray(0, 16)) / 16, 4);
    expect(features[1]).toBeCloseTo(sum(expected.subarray(16)) / 16, 4);
    expect([logits, extractor.classes]).toEqual([null, 0]);
    await extractor.release();
  });
});

describe("the range of pixels", () => {
  const brightness = (metadata: Readonly<Record<string, string>>) => {
    const g = createBuilder();
    const images = g.input("images", { dtype: "float32", shape: [1, 2, 4, 4] });
    const graph = { inputs: { images }, outputs: { features: mean(g, images, [2, 3]) } };
    return toOnnx(graph, { metadata });
  };
  const featuresOf = async (file: Uint8Array, options = {}) => {
    const extractor = await createOnnxExtractor(engine, file, "a.onnx", options);
    const { features } = await extractor.extract(new Uint8Array(32).fill(255), [1, 2, 4, 4]);
    await extractor.release();
    return [...features];
  };

  test("is 0 to 1, or what the metadata states, or what is asked for", async () => {
    expect(await featuresOf(brightness({}))).toEqual([1, 1]);
    const stated = brightness({ other: "x", pixelRange: "[-1, 255]" });
    expect(await featuresOf(stated)).toEqual([255, 255]);
    expect(await featuresOf(stated, { range: [0, 3] })).toEqual([3, 3]);
  });

  test.each(["", "255", "[0]", "[1, 0]", '["0", "1"]', "[0, 1e999]", "[0,1"])(
    "is no %j",
    async (pixelRange) => {
      await expect(featuresOf(brightness({ pixelRange }))).rejects.toThrow(
        /^a\.onnx: its metadata's pixelRange must be a list of what pixels 0 and 255 are mapped to/,
      );
    },
  );
});

describe("what it refuses", () => {
  const messageOf = async (file: Uint8Array, options = {}) => {
    const opening = createOnnxExtractor(engine, file, "a.onnx", options);
    const error = await opening.then(
      () => undefined,
      (e) => e,
    );
    return [error?.message, error?.advice].filter(Boolean).join("\n");
  };
  const two = model([1, 2, 4, 4], (g, x) => ({
    pool: mean(g, x, [2, 3]),
    map: g.relu(x),
    total: g.sum(x, { axes: [0, 1, 2, 3] }),
  }));

  test("outputs that are not there, or are no matrix", async () => {
    expect(await messageOf(two)).toMatchInlineSnapshot(`
      "a.onnx: the output with the features must be named, got no name
      Its outputs are pool float32[1, 2], map float32[1, 2, 4, 4], total float32[]."
    `);
    expect(await messageOf(two, { features: "pol" })).toMatchInlineSnapshot(`
      "a.onnx: the output with the features must be one that it has, got pol
      Its outputs are pool float32[1, 2], map float32[1, 2, 4, 4], total float32[]."
    `);
    expect(await messageOf(two, { features: "pool", logits: "scores" })).toMatchInlineSnapshot(`
      "a.onnx: the output with the logits must be one that it has, got scores
      Its outputs are pool float32[1, 2], map float32[1, 2, 4, 4], total float32[]."
    `);
    expect(await messageOf(two, { features: "map" })).toMatchInlineSnapshot(
      `"a.onnx: the output map must be float32[1, d], got float32[1, 2, 4, 4]"`,
    );
    expect(await messageOf(two, { features: "total" })).toMatchInlineSnapshot(
      `"a.onnx: the output total must be float32[1, d], got float32[]"`,
    );
  });

  test("other inputs and sizes", async () => {
    expect(
      await messageOf(model([3, 8], (g, x) => ({ features: g.relu(x) }))),
    ).toMatchInlineSnapshot(
      `"a.onnx: must have one input, images [n, channels, height, width] of float32 or uint8, got images float32[3, 8]"`,
    );
    expect(await messageOf(two, { features: "pool", size: 8 })).toMatchInlineSnapshot(
      `"a.onnx: images must have 4 pixels a side, as its input has, got 8"`,
    );
    expect(await messageOf(new TextEncoder().encode("no model"))).toMatch(
      /^a\.onnx: must be an ONNX model that the engine takes, got /,
    );
  });
});
