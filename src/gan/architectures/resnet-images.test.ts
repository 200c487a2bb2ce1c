/** Residual networks for images of any size: levels, layers, shapes and refusals. */
import { describe, expect, test } from "vitest";
import { float32 } from "../../../test/support/nn/networks.ts";
import { batchNorm, describeNetwork, type NetworkDescription } from "../../nn/index.ts";
import { imageLevels } from "./image-levels.ts";
import { createNetworks } from "./registry.ts";
import { imageDiscriminator, imageGenerator } from "./resnet-images.ts";

/** Networks of 64 and 32 channels with z of length 3. */
function built(imageShape: readonly [number, number, number]) {
  const { generator, discriminator } = createNetworks({
    architecture: "resnet-images",
    imageShape,
    generator: { channels: 64, normalization: batchNorm },
    discriminator: { channels: 32, normalization: (_context, _name, x) => x },
  });
  return {
    generator: describeNetwork(generator, float32(2, 3)),
    discriminator: describeNetwork(discriminator, float32(2, ...imageShape)),
  };
}
const weightsOf = ({ parameters }: NetworkDescription) =>
  Object.fromEntries(
    parameters.flatMap(({ name, role, shape }) =>
      role === "weight" ? [[name.replace("/weight", ""), shape.join("x")]] : [],
    ),
  );
const shapesOf = ({ parameters, buffers }: NetworkDescription) =>
  Object.fromEntries([...parameters, ...buffers].map(({ name, shape }) => [name, shape.join()]));

test.each([
  [16, 16, 4, 4, 2],
  [32, 32, 4, 4, 3],
  [48, 48, 6, 6, 3],
  [64, 64, 4, 4, 4],
  [96, 96, 6, 6, 4],
  [128, 128, 4, 4, 5],
  [192, 192, 6, 6, 5],
  [256, 256, 4, 4, 6],
  [96, 64, 6, 4, 4],
  [64, 96, 4, 6, 4],
  [128, 144, 8, 9, 4],
  [176, 80, 11, 5, 4],
  [16, 64, 4, 16, 2],
])("%i x %i is %i x %i, doubled %i times", (height, width, h, w, last) => {
  expect(imageLevels(height, width)).toEqual({ first: [h, w], last });
});

describe.each([
  [1, 16, 16],
  [3, 48, 48],
  [4, 96, 64],
  [3, 64, 96],
  [3, 256, 256],
] as const)("images [%i, %i, %i]", (...imageShape) => {
  test("are what the generator gives and the discriminator takes", () => {
    const { generator, discriminator } = built(imageShape);
    expect(generator.output.shape).toEqual([2, ...imageShape]);
    expect(discriminator.output.shape).toEqual([2, 1]);
  });
});

test("channels stay up to level 2, then halve with each", () => {
  const { generator, discriminator } = built([3, 96, 64]);
  const block = (given: number, hidden: number, channels: number) => ({
    conv1: `${hidden}x${given}x3x3`,
    conv2: `${channels}x${hidden}x3x3`,
    shortcut: `${channels}x${given}x1x1`,
  });
  const named = (blocks: Readonly<Record<string, ReturnType<typeof block>>>) =>
    Object.fromEntries(
      Object.entries(blocks).flatMap(([level, layers]) =>
        Object.entries(layers).map(([layer, shape]) => [`${level}/${layer}`, shape]),
      ),
    );
  expect(weightsOf(generator)).toEqual({
    dense: `${6 * 4 * 64}x3`,
    ...named({
      level1: block(64, 64, 64),
      level2: block(64, 64, 64),
      level3: block(64, 32, 32),
      level4: block(32, 16, 16),
    }),
    "image4/conv": "3x16x3x3",
  });
  const levels = named({
    level4: block(8, 8, 16),
    level3: block(16, 16, 32),
    level2: block(32, 32, 32),
    level1: block(32, 32, 32),
    level0: block(32, 32, 32),
  });
  // the last block keeps size and channels: its shortcut is the identity
  delete levels["level0/shortcut"];
  expect(weightsOf(discriminator)).toEqual({
    "image4/conv": "8x3x3x3",
    ...levels,
    dense: "1x32",
  });
});

test("twice the size adds a level and new layers at the image; all others keep names and shapes", () => {
  const [small, large] = [built([3, 64, 64]), built([3, 128, 128])];
  for (const player of ["generator", "discriminator"] as const) {
    const [before, after] = [shapesOf(small[player]), shapesOf(large[player])];
    const kept = Object.entries(before).filter(([name, shape]) => after[name] === shape);
    const lost = Object.keys(before).filter((name) => after[name] !== before[name]);
    expect(lost.every((name) => name.startsWith("image4/"))).toBe(true);
    expect(kept.length).toBeGreaterThan(20);
    const added = Object.keys(after).filter((name) => !(name in before));
    expect(added.every((name) => /^(level5|image5)\//.test(name))).toBe(true);
  }
});

test("a square's layers are a rectangle's but for the dense one, which makes the first feature map", () => {
  const [square, rectangle] = [built([3, 64, 64]), built([3, 96, 64])];
  expect(shapesOf(square.discriminator)).toEqual(shapesOf(rectangle.discriminator));
  const { "dense/weight": _, "dense/bias": __, ...others } = shapesOf(square.generator);
  expect(shapesOf(rectangle.generator)).toMatchObject(others);
});

test("classes are projected on, or concatenated before the last block", () => {
  const size = [16, 32] as const;
  const shapes = (condition: "projection" | "concatenation") =>
    shapesOf(
      describeNetwork(
        imageDiscriminator({ size, channels: 8, condition, classFeatures: 5 }),
        float32(2, 3, ...size),
        { classes: 3 },
      ),
    );
  expect(shapes("projection")["embed/weight"]).toBe("8,3");
  expect(shapes("concatenation")).toMatchObject({
    "embed/weight": "5,3",
    "level0/conv1/weight": "13,13,3,3",
    "level0/shortcut/weight": "8,13,1,1",
  });
});

test("skip-layer excitation: four levels apart, of the first feature map's size", () => {
  const excitations = (size: readonly [number, number]) => {
    const generator = imageGenerator({
      size,
      channels: 16,
      imageChannels: 3,
      skipExcitation: true,
    });
    const weights = weightsOf(describeNetwork(generator, float32(1, 3)));
    return Object.fromEntries(
      Object.entries(weights).filter(([name]) => name.startsWith("excite")),
    );
  };
  expect(excitations([32, 32])).toEqual({});
  expect(excitations([192, 128])).toEqual({
    "excite4/dense1": `4x${16 * 6 * 4}`,
    "excite4/dense2": "4x4",
    "excite5/dense1": `2x${16 * 6 * 4}`,
    "excite5/dense2": "2x2",
  });
});

test("other sizes and channels are refused", () => {
  const generator = (size: readonly [number, number], channels: number) =>
    imageGenerator({ size, channels, imageChannels: 3 });
  expect(() => generator([64, 40], 64)).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: imageGenerator: size must be a multiple of 16 in height and width, got 64 x 40]`,
  );
  expect(() => generator([0, 16], 64)).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: imageGenerator: size must be a multiple of 16 in height and width, got 0 x 16]`,
  );
  expect(() => generator([128, 128], 20)).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: imageGenerator: channels must be a multiple of 8, by which the level of the image divides it, got 20]`,
  );
  expect(() =>
    imageDiscriminator({ size: [256, 256], channels: 24 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: imageDiscriminator: channels must be a multiple of 16, by which the level of the image divides it, got 24]`,
  );
});

test("architectures for squares refuse rectangles", () => {
  const player = { channels: 64, normalization: batchNorm };
  expect(() =>
    createNetworks({
      architecture: "cnn",
      imageShape: [3, 32, 64],
      generator: player,
      discriminator: player,
    }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: cnn: images must be squares, got 32 x 64 pixels]`,
  );
});
