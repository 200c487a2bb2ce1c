import { describe, expect, test } from "vitest";
import { smallDiscriminator, smallModel } from "../../test/support/gan/small.ts";
import { moments } from "../../test/support/nn/matrices.ts";
import { samplingErrors } from "../../test/support/tolerances.ts";
import { flatten, sizeOf } from "../graph/index.ts";
import { conv, dense, normal, sgd, xavierUniform } from "../nn/index.ts";
import { cnnDiscriminator } from "./architectures/cnn.ts";
import { parameterCount } from "./model.ts";
import { initialState, stateNames, stateShapes } from "./state.ts";

describe("createModel", () => {
  test("finds what both networks hold", () => {
    const { generator, discriminator } = smallModel();
    expect(generator.parameters.map(({ name }) => name)).toEqual([
      "dense/weight",
      "dense/bias",
      "norm/scale",
      "norm/shift",
      "deconv/weight",
      "deconv/bias",
    ]);
    expect(generator.buffers.map(({ name }) => name)).toEqual(["norm/mean", "norm/variance"]);
    expect(generator.output.shape).toEqual([6, 2, 4, 4]);
    expect(discriminator.output.shape).toEqual([6, 1]);
    // 60 + 12 + 2·12 + 3·2·16 + 2
    expect(parameterCount(generator)).toBe(194);
    // 2·3·9 + 3, 3·4·16 + 4, 16 + 1
    expect(parameterCount(discriminator)).toBe(270);
  });

  test("refuses a generator of images of another size", () => {
    expect(() => smallModel({ imageShape: [2, 8, 8] })).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: generator: must give [6, 2, 8, 8], got [6, 2, 4, 4]]`,
    );
    expect(() => smallModel({ imageShape: [3, 4, 4] })).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: generator: must give [6, 3, 4, 4], got [6, 2, 4, 4]]`,
    );
  });

  test("refuses a discriminator with more than one output an image", () => {
    expect(() =>
      smallModel({
        discriminator: {
          network: (context, x) => dense(context, "dense", flatten(context.g, x), { features: 2 }),
        },
      }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: discriminator: must give [6, 1], got [6, 2]]`,
    );
    expect(() =>
      smallModel({
        discriminator: {
          network: (context, x) => conv(context, "conv", x, { channels: 1, kernel: 4 }),
        },
      }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: discriminator: must give [6, 1], got [6, 1, 1, 1]]`,
    );
  });

  test("names the layer that images are too small for", () => {
    expect(() =>
      smallModel({ discriminator: { network: cnnDiscriminator({ channels: 2 }) } }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: conv6: conv: the kernel must fit into the padded image, got float32[6, 8, 1, 1], float32[8, 8, 4, 4] with {"stride":[2,2],"padding":[1,1,1,1]}]`,
    );
  });
});

describe("initialState", () => {
  const model = smallModel({ generator: { ema: 0.9 } });
  const state = initialState(model, 7);

  test("depends on the seed alone", () => {
    expect(initialState(smallModel({ generator: { ema: 0.9 } }), 7)).toEqual(state);
    const other = initialState(model, 8);
    const random = Object.keys(state).filter((name) => /(\/u|weight)$/.test(name));
    expect(random).toHaveLength(10);
    for (const name of random) expect(other[name]!.data, name).not.toEqual(state[name]!.data);
  });

  test("has the shapes that stateShapes gives, without drawing", () => {
    const shapes = Object.fromEntries(
      Object.entries(state).map(([name, { shape }]) => [name, shape]),
    );
    expect(stateShapes(model)).toEqual(shapes);
    for (const { shape, data } of Object.values(state)) expect(data).toHaveLength(sizeOf(shape));
  });

  test("holds weights by the initializer, u from N(0, 1), the rest at 0 or 1", () => {
    for (const [name, { data }] of Object.entries(state)) {
      if (/(\/u|weight)$/.test(name)) continue;
      const value = /(scale|variance)$/.test(name) ? 1 : 0;
      expect(data, name).toEqual(new Float32Array(data.length).fill(value));
    }
    const wide = initialState(
      smallModel({
        discriminator: {
          network: (context, x) =>
            dense(
              context,
              "dense",
              dense(context, "wide", flatten(context.g, x), { features: 5000 }),
              {
                features: 1,
              },
            ),
        },
      }),
      7,
    );
    const u = moments(wide["discriminator/wide/u"]!.data);
    expect([u.mean]).toBeAllclose([0], { absolute: samplingErrors / Math.sqrt(5000) });
    expect([u.variance]).toBeAllclose([1], { absolute: samplingErrors * Math.sqrt(2 / 5000) });
    const weights = moments(wide["discriminator/wide/weight"]!.data);
    expect([weights.variance]).toBeAllclose([0.09], {
      absolute: 0.09 * samplingErrors * Math.sqrt(2 / 160_000),
    });
  });

  test("draws each tensor from its own stream: changing one part leaves the others", () => {
    const changed = initialState(
      smallModel({
        generator: { optimizer: sgd(), initializer: xavierUniform() },
        discriminator: {
          initializer: normal(0.6),
          network: (context, x) => smallDiscriminator(context, context.g.mul(x, 2)),
        },
      }),
      7,
    );
    for (const layer of ["conv1", "conv2", "dense"]) {
      const name = `discriminator/${layer}`;
      expect(changed[`${name}/u`]).toEqual(state[`${name}/u`]);
      expect(changed[`${name}/weight`]!.data).toBeAllclose(
        state[`${name}/weight`]!.data.map((w) => 2 * w),
        { relative: 2 ** -22 },
      );
    }
    expect(Object.keys(changed).filter((name) => /^(ema|generator.*\/[mv]$)/.test(name))).toEqual(
      [],
    );
    const [a, b] = ["conv1", "conv2"].map((layer) => state[`discriminator/${layer}/weight`]!.data);
    expect(a!.slice(0, 10)).not.toEqual(b!.slice(0, 10));
  });

  test("starts averages at the weights", () => {
    const averages = Object.keys(state).filter((name) => name.startsWith("ema/"));
    expect(averages).toHaveLength(6);
    for (const name of averages) {
      expect(state[name], name).toEqual(state[name.replace("ema/", "generator/")]);
    }
  });
});

test("stateNames", () => {
  expect(stateNames.of("generator", "norm/mean")).toBe("generator/norm/mean");
  expect(stateNames.slot("discriminator", "conv1/weight", "m")).toBe(
    "discriminator/conv1/weight/m",
  );
  expect(stateNames.method("discriminator", "conv1/weight", "u")).toBe("discriminator/conv1/u");
  expect(stateNames.of("ema", "dense/weight")).toBe("ema/dense/weight");
});
