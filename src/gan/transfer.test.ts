/** Which weights of another training's state fit a model. */
import { expect, test } from "vitest";
import { imageModel } from "../../test/support/gan/image-networks.ts";
import { type SmallChanges, smallDiscriminator, smallModel } from "../../test/support/gan/small.ts";
import { conv, crossIterationBatchNorm, type Network } from "../nn/index.ts";
import type { HostTensor } from "../runtime/index.ts";
import type { GanModel } from "./model.ts";
import { initialState, stateShapes, trainingNames } from "./state.ts";
import { takeFitting } from "./transfer.ts";

const stateOf = (model: GanModel) => initialState(model, 7);
const withEma: SmallChanges = { generator: { ema: 0.9 } };

test("of the same model, all but the optimizers' slots", () => {
  const model = smallModel(withEma);
  const state = stateOf(model);
  const { taken, notTaken, unused, hasWeights } = takeFitting(model, state);
  const slots = new Set(trainingNames(model));
  const kept = Object.keys(stateShapes(model)).filter((name) => !slots.has(name));
  expect(Object.keys(taken).sort()).toEqual(kept.sort());
  expect(kept).toContain("discriminator/conv1/u");
  expect(kept).toContain("generator/norm/variance");
  for (const [name, tensor] of Object.entries(taken)) expect(tensor).toBe(state[name]);
  expect({ notTaken, unused, hasWeights }).toEqual({ notTaken: [], unused: [], hasWeights: true });
});

test("statistics of past iterations start anew", () => {
  const network: Network = (context, x) =>
    smallDiscriminator(
      context,
      crossIterationBatchNorm(
        context,
        "norm",
        conv(context, "conv0", x, { channels: 2, kernel: 1 }),
      ),
    );
  const model = smallModel({ discriminator: { network } });
  const { taken, notTaken, unused } = takeFitting(model, stateOf(model));
  expect(Object.keys(taken).filter((name) => name.includes("/norm/"))).toContain(
    "discriminator/norm/mean",
  );
  expect(Object.keys(taken).filter((name) => name.includes("/past/"))).toEqual([]);
  expect({ notTaken, unused }).toEqual({ notTaken: [], unused: [] });
});

test("averages that there are none of start at the weights that are taken", () => {
  const state = stateOf(smallModel());
  const { taken, notTaken } = takeFitting(smallModel(withEma), state);
  expect(notTaken).toEqual([]);
  expect(taken["ema/dense/weight"]).toBe(state["generator/dense/weight"]);
});

test("averages that nobody keeps any more are told", () => {
  const { unused } = takeFitting(smallModel(), stateOf(smallModel(withEma)));
  expect(unused).toContain("ema/dense/weight");
});

test("a vector stays with its weight: it is not taken without it", () => {
  // conv1 sees three channels in place of two: as many outputs, so its u has the same shape
  const other: Network = (context, x) =>
    smallDiscriminator(context, conv(context, "conv0", x, { channels: 3, kernel: 1 }));
  const model = smallModel({ discriminator: { network: other } });
  const { taken, notTaken } = takeFitting(model, stateOf(smallModel()));
  expect(notTaken).toEqual([
    { name: "discriminator/conv0/weight", why: "absent", shape: [3, 2, 1, 1], there: undefined },
    { name: "discriminator/conv0/bias", why: "absent", shape: [3], there: undefined },
    {
      name: "discriminator/conv1/weight",
      why: "shape",
      shape: [3, 3, 3, 3],
      there: [3, 2, 3, 3],
    },
    { name: "discriminator/conv0/u", why: "absent", shape: [3], there: undefined },
    { name: "discriminator/conv1/u", why: "weight", shape: [3], there: [3] },
  ]);
  expect(taken).toHaveProperty(["discriminator/conv1/bias"]);
});

test("nothing but biases is no weight", () => {
  const biases = Object.fromEntries(
    Object.entries(stateOf(smallModel())).filter(([name]) => name.endsWith("bias")),
  );
  expect(takeFitting(smallModel(), biases).hasWeights).toBe(false);
  const none: Readonly<Record<string, HostTensor>> = {};
  expect(takeFitting(smallModel(), none).hasWeights).toBe(false);
});

test("resnet-images at twice the size keeps all but the layers at the image", () => {
  const [small, large] = [imageModel([3, 32, 32]), imageModel([3, 64, 64])];
  const { notTaken, unused } = takeFitting(large, stateOf(small));
  expect(
    notTaken.every(({ name, why }) => why === "absent" && /\/(level4|image4)\//.test(name)),
  ).toBe(true);
  expect(unused.every((name) => name.includes("/image3/"))).toBe(true);
  // back to half the size, the last level is left
  const back = takeFitting(small, stateOf(large));
  expect(back.notTaken.every(({ name }) => name.includes("/image3/"))).toBe(true);
});

test("of other classes, all but the tables of classes; of as many, these as well", () => {
  const [three, five] = [3, 5].map((classes) => imageModel([3, 16, 16], { classes }));
  const { notTaken, hasWeights } = takeFitting(five!, stateOf(three!));
  expect(hasWeights).toBe(true);
  const tables = notTaken.filter(({ why }) => why === "shape").map(({ name }) => name);
  expect(tables).toContain("discriminator/embed/weight");
  expect(tables).toContain("ema/level1/norm1/scale");
  expect(tables.every((name) => /embed\/weight$|norm\d?\/(scale|shift)$/.test(name))).toBe(true);
  // the vectors of the table's spectral norms
  const others = notTaken.filter(({ why }) => why === "weight").map(({ name }) => name);
  expect(others.length).toBeGreaterThan(0);
  expect(others.every((name) => name.startsWith("discriminator/embed/"))).toBe(true);
  expect(takeFitting(imageModel([3, 16, 16], { classes: 3 }), stateOf(three!)).notTaken).toEqual(
    [],
  );
});
