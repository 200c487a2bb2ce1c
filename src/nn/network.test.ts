import { describe, expect, test } from "vitest";
import { evaluateNetwork, float32 } from "../../test/support/nn/networks.ts";
import { createBuilder, evaluate, flatten } from "../graph/index.ts";
import { conv, dense } from "./layers.ts";
import { applyNetwork, describeNetwork, type LayerContext, type Network } from "./network.ts";
import { batchNorm } from "./normalizations/index.ts";

const classifier: Network = (context, x) => {
  const { g } = context;
  const hidden = context.scope("body", () =>
    g.relu(batchNorm(context, "norm", conv(context, "conv", x, { channels: 2, kernel: 3 }))),
  );
  return dense(context, "head", flatten(g, hidden), { features: 1 });
};

describe("describeNetwork", () => {
  test("lists parameters and buffers in the order in which layers ask, under their scopes", () => {
    const { parameters, buffers, output } = describeNetwork(classifier, float32(4, 3, 5, 5));
    expect(parameters.map(({ name, shape }) => [name, shape])).toEqual([
      ["body/conv/weight", [2, 3, 3, 3]],
      ["body/conv/bias", [2]],
      ["body/norm/scale", [2]],
      ["body/norm/shift", [2]],
      ["head/weight", [1, 18]],
      ["head/bias", [1]],
    ]);
    expect(buffers.map(({ name }) => name)).toEqual(["body/norm/mean", "body/norm/variance"]);
    expect(output).toEqual(float32(4, 1));
  });

  test("leaves the scope of a layer that throws", () => {
    const network: Network = (context, x) => {
      expect(() => conv(context, "tall", x, { channels: 2, kernel: 9 })).toThrow();
      return dense(context, "head", flatten(context.g, x), { features: 1 });
    };
    const { parameters } = describeNetwork(network, float32(1, 1, 4, 4));
    expect(parameters.map(({ name }) => name)).toContain("head/weight");
  });

  test("refuses two layers of one name", () => {
    const twice: Network = (context, x) =>
      dense(context, "fc", dense(context, "fc", x, { features: 3 }), { features: 3 });
    expect(() => describeNetwork(twice, float32(4, 3))).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: network: layer names must be unique, got fc/weight twice]`,
    );
  });

  test("refuses two normalizations of one name that have no parameters", () => {
    const plain = { scale: false, shift: false };
    const twice: Network = (context, x) =>
      batchNorm(context, "norm", batchNorm(context, "norm", x, plain), plain);
    expect(() => describeNetwork(twice, float32(4, 3))).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: network: layer names must be unique, got norm/mean twice]`,
    );
  });

  test("names the layer that the input does not fit", () => {
    expect(() =>
      describeNetwork(classifier, float32(4, 3, 2, 5)),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: body/conv: conv: the kernel must fit into the padded image, got float32[4, 3, 2, 5], float32[2, 3, 3, 3] with {"stride":[1,1],"padding":[0,0,0,0]}]`,
    );
    expect(() => describeNetwork(classifier, float32(4, 3))).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: body/conv: conv: x must have four axes, got float32[4, 3], float32[2, 3, 3, 3] with {"stride":[1,1],"padding":[0,0,0,0]}]`,
    );
  });
});

describe("applyNetwork", () => {
  const g = createBuilder();
  const x = g.input("x", float32(4, 3));
  const head: Network = (context, h) => dense(context, "head", h, { features: 2 });

  test("names the parameter that it was not given", () => {
    const values = { "head/weight": g.fill(1, [2, 3]) };
    expect(() =>
      applyNetwork(g, head, values, x, { scope: "discriminator" }),
    ).toThrowErrorMatchingInlineSnapshot(`[EvenkeelError: discriminator: must be given head/bias]`);
  });

  test("names the layer whose parameter has the wrong shape", () => {
    const values = { "head/weight": g.fill(1, [2, 4]), "head/bias": g.fill(0, [2]) };
    expect(() => applyNetwork(g, head, values, x)).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: network/head: matmul: the summed axes must be equal, got float32[4, 3], float32[2, 4] with {"transposeA":false,"transposeB":true}]`,
    );
    const wide = { "head/weight": g.fill(1, [2, 3]), "head/bias": g.fill(0, [3]) };
    expect(() => applyNetwork(g, head, wide, x)).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: network/head: reshape: the number of elements must stay the same, got float32[3] with {"shape":[2]}]`,
    );
  });

  test("builds what it was given into the caller's graph", () => {
    const values = { "head/weight": g.fill(0.5, [2, 3]), "head/bias": g.constant([1, -1], [2]) };
    const { output, updates } = applyNetwork(g, head, values, x);
    const { y } = evaluate({ inputs: { x }, outputs: { y: output } }, { x: [...Array(12).keys()] });
    expect(Array.from(y!.data)).toEqual([2.5, 0.5, 7, 5, 11.5, 9.5, 16, 14]);
    expect(updates).toEqual({});
  });

  test("tells layers whether it trains, and gives back what they update by full name", () => {
    const modes: boolean[] = [];
    const counting: Network = (context: LayerContext, h) => {
      modes.push(context.training);
      return context.scope("counter", () => {
        const seen = context.buffer({ name: "seen", shape: [], initial: 0 });
        if (context.training) context.update("seen", context.g.add(seen, 1));
        return context.g.mul(h, seen);
      });
    };
    const given = { x: [1, 2], "counter/seen": [3] };
    const training = evaluateNetwork(counting, [1, 2], given, { training: true });
    expect(training.updates).toEqual({ "counter/seen": Float64Array.of(4) });
    expect(training.y.data).toEqual(Float64Array.of(3, 6));
    expect(evaluateNetwork(counting, [1, 2], given).updates).toEqual({});
    // each is described first, in training mode
    expect(modes).toEqual([true, true, true, false]);
  });

  test("gives the same for the same input: nothing is kept between two passes", () => {
    const values = { "head/weight": g.input("w", float32(2, 3)), "head/bias": g.fill(0, [2]) };
    const [a, b] = [applyNetwork(g, head, values, x), applyNetwork(g, head, values, x)];
    const graph = {
      inputs: { x, w: values["head/weight"] },
      outputs: { a: a.output, b: b.output },
    };
    const results = evaluate(graph, { x: [...Array(12).keys()], w: [1, 2, 3, 4, 5, 6] });
    expect(results.a!.data).toEqual(results.b!.data);
  });
});
