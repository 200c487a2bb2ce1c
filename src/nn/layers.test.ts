import { describe, expect, test } from "vitest";
import { evaluateNetwork, float32 } from "../../test/support/nn/networks.ts";
import { float64Golden } from "../../test/support/tolerances.ts";
import { conv, deconv, dense, scalarBias, scalarMultiplier } from "./layers.ts";
import { describeNetwork, type Network } from "./network.ts";

type Data = ArrayLike<number>;

describe("dense", () => {
  test("asks for weight [features, D] and bias [features]", () => {
    const network: Network = (context, x) => dense(context, "fc", x, { features: 3 });
    expect(describeNetwork(network, float32(4, 5))).toEqual({
      parameters: [
        { name: "fc/weight", shape: [3, 5], role: "weight", fanIn: 5, fanOut: 3 },
        { name: "fc/bias", shape: [3], role: "bias", fanIn: 0, fanOut: 0 },
      ],
      buffers: [],
      output: float32(4, 3),
    });
  });

  test("computes x Wᵀ + b", () => {
    const network: Network = (context, x) => dense(context, "fc", x, { features: 3 });
    const { y, feeds } = evaluateNetwork(network, [4, 5]);
    const [x, weight, bias] = [feeds.x, feeds["fc/weight"], feeds["fc/bias"]] as [Data, Data, Data];
    const expected = new Float64Array(12);
    for (let n = 0; n < 4; n++) {
      for (let f = 0; f < 3; f++) {
        let sum = bias[f]!;
        for (let d = 0; d < 5; d++) sum += x[n * 5 + d]! * weight[f * 5 + d]!;
        expected[n * 3 + f] = sum;
      }
    }
    expect(y.data).toBeAllclose(expected, float64Golden);
  });

  test("without a bias has none", () => {
    const network: Network = (context, x) => dense(context, "fc", x, { features: 3, bias: false });
    const { parameters } = describeNetwork(network, float32(4, 5));
    expect(parameters.map(({ name }) => name)).toEqual(["fc/weight"]);
  });
});

const stride2 = { channels: 2, kernel: 4, stride: 2, padding: 1 };

test.each([
  ["conv", conv, [2, 3, 4, 4], [1, 2, 3, 4]],
  ["deconv", deconv, [3, 2, 4, 4], [1, 2, 12, 16]],
] as const)(
  "%s asks for a weight with fan-in in·kernel², fan-out out·kernel²",
  (name, layer, shape, output) => {
    const network: Network = (context, x) => layer(context, "conv", x, stride2);
    const place = { inputSize: [6, 8], stride: 2, padding: 1 };
    const convolution = { ...place, transposed: name === "deconv" };
    expect(describeNetwork(network, float32(1, 3, 6, 8))).toEqual({
      parameters: [
        { name: "conv/weight", shape, role: "weight", fanIn: 48, fanOut: 32, convolution },
        { name: "conv/bias", shape: [2], role: "bias", fanIn: 0, fanOut: 0 },
      ],
      buffers: [],
      output: float32(...output),
    });
  },
);

describe("conv", () => {
  test("has stride 1 and no padding by default", () => {
    const network: Network = (context, x) =>
      conv(context, "conv", x, { channels: 2, kernel: 3, bias: false });
    const { parameters, output } = describeNetwork(network, float32(1, 3, 6, 8));
    expect(output.shape).toEqual([1, 2, 4, 6]);
    expect(parameters.map(({ name }) => name)).toEqual(["conv/weight"]);
  });

  test("computes the cross-correlation, zeros around, and adds the bias", () => {
    const network: Network = (context, x) => conv(context, "conv", x, stride2);
    const { y, feeds } = evaluateNetwork(network, [2, 3, 6, 8]);
    const [x, weight, bias] = [feeds.x, feeds["conv/weight"], feeds["conv/bias"]] as [
      Data,
      Data,
      Data,
    ];
    const expected: number[] = [];
    for (let n = 0; n < 2; n++) {
      for (let o = 0; o < 2; o++) {
        for (let row = 0; row < 3; row++) {
          for (let column = 0; column < 4; column++) {
            let sum = bias[o]!;
            for (let c = 0; c < 3; c++) {
              for (let i = 0; i < 4; i++) {
                for (let j = 0; j < 4; j++) {
                  const [r, s] = [row * 2 - 1 + i, column * 2 - 1 + j];
                  if (r < 0 || r >= 6 || s < 0 || s >= 8) continue;
                  const pixel = x[((n * 3 + c) * 6 + r) * 8 + s]!;
                  sum += pixel * weight[((o * 3 + c) * 4 + i) * 4 + j]!;
                }
              }
            }
            expected.push(sum);
          }
        }
      }
    }
    expect(y.shape).toEqual([2, 2, 3, 4]);
    expect(y.data).toBeAllclose(expected, float64Golden);
  });
});

describe("deconv", () => {
  test("spreads every pixel over a kernel and adds the bias", () => {
    const network: Network = (context, x) => deconv(context, "up", x, stride2);
    const { y, feeds } = evaluateNetwork(network, [2, 3, 3, 2]);
    const [x, weight, bias] = [feeds.x, feeds["up/weight"], feeds["up/bias"]] as [Data, Data, Data];
    const expected = Float64Array.from({ length: 2 * 2 * 6 * 4 }, (_, i) =>
      Number(bias[Math.floor(i / 24) % 2]),
    );
    for (let n = 0; n < 2; n++) {
      for (let c = 0; c < 3; c++) {
        for (let row = 0; row < 3; row++) {
          for (let column = 0; column < 2; column++) {
            const pixel = x[((n * 3 + c) * 3 + row) * 2 + column]!;
            for (let o = 0; o < 2; o++) {
              for (let i = 0; i < 4; i++) {
                for (let j = 0; j < 4; j++) {
                  const [r, s] = [row * 2 - 1 + i, column * 2 - 1 + j];
                  if (r < 0 || r >= 6 || s < 0 || s >= 4) continue;
                  expected[((n * 2 + o) * 6 + r) * 4 + s]! +=
                    pixel * weight[((c * 2 + o) * 4 + i) * 4 + j]!;
                }
              }
            }
          }
        }
      }
    }
    expect(y.shape).toEqual([2, 2, 6, 4]);
    expect(y.data).toBeAllclose(expected, float64Golden);
  });

  test("without a bias has none", () => {
    const network: Network = (context, x) =>
      deconv(context, "up", x, { channels: 2, kernel: 2, stride: 2, bias: false });
    const { parameters, output } = describeNetwork(network, float32(1, 3, 6, 8));
    expect(parameters.map(({ name }) => name)).toEqual(["up/weight"]);
    expect(output.shape).toEqual([1, 2, 12, 16]);
  });
});

describe("scalars", () => {
  test.each([
    ["bias", scalarBias, (x: number, b: number) => x + b],
    ["scale", scalarMultiplier, (x: number, s: number) => s * x],
  ] as const)("%s: one number for all of x, in notes its rate", (role, layer, expected) => {
    const network: Network = (context, x) => layer(context, "one", x, { rate: 0.1 });
    expect(describeNetwork(network, float32(2, 3, 2, 2)).parameters).toEqual([
      { name: `one/${role}`, shape: [1], role, fanIn: 0, fanOut: 0, rate: 0.1 },
    ]);
    const { y, feeds } = evaluateNetwork(network, [2, 3, 2, 2]);
    const x = Array.from(feeds.x as Data);
    const scalar = (feeds[`one/${role}`] as Data)[0]!;
    expect(y.data).toBeAllclose(
      x.map((value) => expected(value, scalar)),
      float64Golden,
    );
  });
});
