/** The standard CNN against the tables of the SN-GAN paper. */
import { describe, expect, test } from "vitest";
import { evaluateNetwork, float32 } from "../../../test/support/nn/networks.ts";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { sizeOf } from "../../graph/index.ts";
import { batchNorm, describeNetwork, kaimingNormal, type Network } from "../../nn/index.ts";
import { randomStream } from "../../random.ts";
import { initializers, type Normalization } from "../../stabilizers/index.ts";
import { parameterCount } from "../model.ts";
import { type CnnDiscriminatorOptions, cnnDiscriminator, cnnGenerator } from "./cnn.ts";

const paper = (size: number) =>
  cnnGenerator({
    size,
    channels: 512,
    imageChannels: 3,
    normalization: (context, name, x) => batchNorm(context, name, x),
  });
const shapesOf = ({ parameters }: ReturnType<typeof describeNetwork>, role: string) =>
  parameters.filter((spec) => spec.role === role).map(({ name, shape }) => [name, ...shape]);
/** The weights of convolutions from channels to channels, with kernels 3 and 4 in turns. */
const convolutions = (input: number, ...channels: readonly number[]) =>
  channels.map((c, i) => {
    const kernel = i % 2 === 0 ? 3 : 4;
    return [`conv${i + 1}/weight`, c, channels[i - 1] ?? input, kernel, kernel];
  });

describe.each([
  [32, 4, 3_828_739],
  [48, 6, 3_828_739 + 20 * 512 * (128 + 3)],
  [64, 8, 3_828_739 + 48 * 512 * (128 + 3)],
])("the generator at %i px", (size, side, count) => {
  const description = describeNetwork(paper(size), float32(64, 128));

  test("has the paper's layers", () => {
    expect(shapesOf(description, "weight")).toEqual([
      ["dense/weight", side * side * 512, 128],
      ["deconv1/weight", 512, 256, 4, 4],
      ["deconv2/weight", 256, 128, 4, 4],
      ["deconv3/weight", 128, 64, 4, 4],
      ["conv/weight", 3, 64, 3, 3],
    ]);
    expect(shapesOf(description, "scale")).toEqual([
      ["norm0/scale", side * side * 512],
      ["norm1/scale", 256],
      ["norm2/scale", 128],
      ["norm3/scale", 64],
    ]);
    expect(description.output.shape).toEqual([64, 3, size, size]);
  });

  test(`has ${count} parameters`, () => {
    expect(parameterCount(description)).toBe(count);
  });
});

describe.each([
  [32, 2_935_873],
  [48, 2_935_873 + 20 * 512],
  [64, 2_935_873 + 48 * 512],
])("the discriminator at %i px", (size, count) => {
  const description = describeNetwork(
    cnnDiscriminator({ channels: 64 }),
    float32(2, 3, size, size),
  );

  test("has the paper's layers", () => {
    expect(shapesOf(description, "weight")).toEqual([
      ...convolutions(3, 64, 64, 128, 128, 256, 256, 512),
      ["dense/weight", 1, (size / 8) ** 2 * 512],
    ]);
    expect(description.output.shape).toEqual([2, 1]);
    expect(description.buffers).toEqual([]);
  });

  test(`has ${count} parameters`, () => {
    expect(parameterCount(description)).toBe(count);
  });
});

describe("other discriminators at 32 px", () => {
  const describeAt32 = (network: Network, classes?: number) =>
    describeNetwork(network, float32(4, 3, 32, 32), { classes });
  const count = (options: Omit<CnnDiscriminatorOptions, "channels">) =>
    parameterCount(describeAt32(cnnDiscriminator({ channels: 64, ...options }), 10));

  test("SNDCGAN's widen where they halve: 5 860 865 parameters", () => {
    const network = cnnDiscriminator({ channels: 64, plan: "sndcgan" });
    expect(shapesOf(describeAt32(network), "weight")).toEqual([
      ...convolutions(3, 64, 128, 128, 256, 256, 512, 512),
      ["dense/weight", 1, 16 * 512],
    ]);
    // layer by layer, biases included
    const layers = [1792, 131_200, 147_584, 524_544, 590_080, 2_097_664, 2_359_808, 8193];
    expect(count({ plan: "sndcgan" })).toBe(layers.reduce((a, b) => a + b));
  });

  test("batch norm without γ adds a shift to every channel of all convolutions but the first", () => {
    const normalization: Normalization = (context, name, x) =>
      batchNorm(context, name, x, { scale: false });
    const network = cnnDiscriminator({ channels: 64, normalization });
    expect(shapesOf(describeAt32(network), "shift")).toEqual([
      ["norm2/shift", 64],
      ["norm3/shift", 128],
      ["norm4/shift", 128],
      ["norm5/shift", 256],
      ["norm6/shift", 256],
      ["norm7/shift", 512],
    ]);
  });

  test("classes: a vector for the 8192 features, or 128 more channels for the last convolution", () => {
    const plain = count({});
    expect(count({ condition: "projection" }) - plain).toBe(10 * 8192);
    expect(count({ condition: "concatenation" }) - plain).toBe(10 * 128 + 128 * 9 * 512);
    expect(() =>
      describeAt32(cnnDiscriminator({ channels: 64, condition: "projection" })),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: embedding embed: must get the classes of the examples, got no condition]`,
    );
  });
});

test("weights tell the slope of their network and which is the last", () => {
  const weights = ({ parameters }: ReturnType<typeof describeNetwork>) =>
    parameters.filter(({ role }) => role === "weight");
  const d = cnnDiscriminator({ channels: 2, condition: "projection" });
  const discriminator = weights(describeNetwork(d, float32(1, 3, 8, 8), { classes: 2 }));
  const generator = weights(describeNetwork(paper(32), float32(1, 128)));
  expect(discriminator.map(({ slope }) => slope)).toEqual(Array(9).fill(0.1));
  expect(generator.map(({ slope }) => slope)).toEqual(Array(5).fill(0));
  const last = (specs: typeof generator) => specs.filter((s) => s.last).map(({ name }) => name);
  expect(last(discriminator)).toEqual(["dense/weight", "embed/weight"]);
  expect(last(generator)).toEqual(["conv/weight"]);
});

test("every stride-2 layer halves the image, the others keep it", () => {
  const sizes: number[] = [];
  describeNetwork(
    (context, x) => {
      const g = {
        ...context.g,
        leakyRelu: (...args: Parameters<typeof context.g.leakyRelu>) => {
          sizes.push((args[0] as typeof x).shape[2]!);
          return context.g.leakyRelu(...args);
        },
      };
      return cnnDiscriminator({ channels: 2 })({ ...context, g }, x);
    },
    float32(1, 3, 16, 16),
  );
  expect(sizes).toEqual([16, 8, 8, 4, 4, 2, 2]);
});

/** Parameters that are 0 but for those given, which are the same everywhere. */
function constants(
  { parameters }: ReturnType<typeof describeNetwork>,
  given: Readonly<Record<string, number>>,
) {
  return Object.fromEntries(
    parameters.map(({ name, shape }) => [
      name,
      new Float64Array(sizeOf(shape)).fill(given[name] ?? 0),
    ]),
  );
}

test("the discriminator's leaky ReLU has slope 0.1, and its output no bound", () => {
  const network = cnnDiscriminator({ channels: 2 });
  const shape = [1, 3, 8, 8];
  const description = describeNetwork(network, float32(...shape));
  const output = (bias: number) =>
    evaluateNetwork(
      network,
      shape,
      constants(description, { "conv7/bias": bias, "dense/weight": 1, "dense/bias": 0.5 }),
    ).y.data;
  // 16 channels of 1 x 1
  expect(output(10)).toBeAllclose([160.5], float64Golden);
  expect(output(-10)).toBeAllclose([-15.5], float64Golden);
});

test("the generator ends in tanh, after ReLU", () => {
  const network = cnnGenerator({
    size: 8,
    channels: 8,
    imageChannels: 1,
    normalization: (_context, _name, x) => x,
  });
  const description = describeNetwork(network, float32(1, 4));
  const output = (given: Readonly<Record<string, number>>) =>
    evaluateNetwork(network, [1, 4], constants(description, given)).y;
  const plain = output({ "deconv3/bias": -1, "conv/weight": 1, "conv/bias": 0.5 });
  expect(plain.shape).toEqual([1, 1, 8, 8]);
  expect(plain.data).toBeAllclose(new Float64Array(64).fill(Math.tanh(0.5)), float64Golden);
  const lit = output({ "deconv3/bias": 0.1, "conv/weight": 1 }).data;
  // one channel, nine neighbors in the middle, four in the corner
  expect([lit[0]!, lit[27]!]).toBeAllclose([Math.tanh(0.4), Math.tanh(0.9)], float64Golden);
});

test("refuses sizes and channels that do not halve three times", () => {
  const generator = (size: number, channels: number) =>
    cnnGenerator({ size, channels, imageChannels: 3, normalization: (_context, _name, x) => x });
  expect(() => generator(20, 64)).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: cnnGenerator: size must be a multiple of 8, got 20]`,
  );
  expect(() => generator(32, 12)).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: cnnGenerator: channels must be a multiple of 8, got 12]`,
  );
  expect(() => generator(0, 8)).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: cnnGenerator: size must be a multiple of 8, got 0]`,
  );
});

test("the initializer kaiming takes the slopes of the networks unless a config says another", () => {
  const { options, create } = initializers.kaiming;
  const network = cnnDiscriminator({ channels: 2 });
  const { parameters } = describeNetwork(network, float32(4, 3, 32, 32));
  for (const spec of parameters.filter(({ role }) => role === "weight")) {
    const draw = (given: object) => create(options.parse(given))(spec, randomStream(1, "weights"));
    expect(draw({})).toEqual(kaimingNormal(0.1)(spec, randomStream(1, "weights")));
    expect(draw({ slope: 0 })).toEqual(kaimingNormal(0)(spec, randomStream(1, "weights")));
    expect(draw({ slope: 0 })).not.toEqual(draw({}));
  }
});

test("nearest upsampling repeats pixels before 3x3 convolutions", () => {
  const network = cnnGenerator({
    size: 16,
    channels: 8,
    imageChannels: 1,
    upsampling: "nearest",
    normalization: (_context, _name, x) => x,
  });
  const description = describeNetwork(network, float32(1, 4));
  expect(shapesOf(description, "weight")).toEqual([
    ["dense/weight", 32, 4],
    ["conv1/weight", 4, 8, 3, 3],
    ["conv2/weight", 2, 4, 3, 3],
    ["conv3/weight", 1, 2, 3, 3],
    ["conv/weight", 1, 1, 3, 3],
  ]);
  // the first channel of the feature map, 2 x 2, through kernels that are 1 in the middle
  const corners = [0.1, 0.2, 0.3, 0.4];
  const zeros = constants(description, {});
  for (const data of Object.values(zeros)) if (data.length % 9 === 0) data[4] = 1;
  zeros["dense/bias"]!.set(corners);
  const repeated = Float64Array.from({ length: 256 }, (_, i) =>
    Math.tanh(corners[2 * (i >> 7) + ((i >> 3) & 1)]!),
  );
  expect(evaluateNetwork(network, [1, 4], zeros).y.data).toBeAllclose(repeated, float64Golden);
});
