import { describe, expect, test } from "vitest";
import { EvenkeelError } from "../errors.ts";
import { createBuilder, evaluate } from "./index.ts";

describe("operands", () => {
  test("numbers stand for float32 scalars", () => {
    const g = createBuilder();
    const x = g.input("x", { dtype: "float32", shape: [2] });
    const y = g.where(g.greater(x, 0), g.mul(2, x), g.sub(x, 1));
    expect(y).toMatchObject({ dtype: "float32", shape: [2] });
    const { data } = evaluate({ inputs: { x }, outputs: { y } }, { x: [3, -3] }).y!;
    expect([...data]).toEqual([6, -4]);
  });

  test("the data of a constant is copied", () => {
    const g = createBuilder();
    const numbers = [1, 2];
    const y = g.constant(numbers, [2]);
    numbers[0] = 7;
    expect([...evaluate({ inputs: {}, outputs: { y } }, {}).y!.data]).toEqual([1, 2]);
  });

  test("fill has one value everywhere", () => {
    const g = createBuilder();
    const outputs = { scalar: g.fill(3, []), matrix: g.fill(3, [2, 2]) };
    const { scalar, matrix } = evaluate({ inputs: {}, outputs }, {});
    expect([scalar?.shape, [...scalar!.data]]).toEqual([[], [3]]);
    expect([matrix?.shape, [...matrix!.data]]).toEqual([
      [2, 2],
      [3, 3, 3, 3],
    ]);
  });
});

describe("scopes", () => {
  test("are joined by slashes and end with their body, also when it fails", () => {
    const g = createBuilder();
    const x = g.input("x", { dtype: "float32", shape: [2] });
    const inner = g.scope("generator", () => g.scope("block1", () => g.neg(x)));
    expect(() =>
      g.scope("generator", () => {
        throw new RangeError("from the body");
      }),
    ).toThrow(RangeError);
    expect([inner.scope, g.neg(x).scope]).toEqual(["generator/block1", ""]);
  });
});

describe("errors", () => {
  const g = createBuilder();
  const x = g.input("x", { dtype: "float32", shape: [2, 3] });
  const image = g.input("image", { dtype: "float32", shape: [1, 3, 8, 8] });
  const labels = g.input("labels", { dtype: "int32", shape: [4] });
  const inside = <T>(body: () => T) => g.scope("discriminator", () => g.scope("conv1", body));
  const geometry = { stride: [2, 2], padding: [0, 0, 0, 0] } as const;

  test("say where, which op, the rule and what it got", () => {
    const weight = g.input("weight", { dtype: "float32", shape: [64, 1, 3, 3] });
    const build = () => inside(() => g.conv(image, weight, geometry));
    expect(build).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: discriminator/conv1: conv: x must have as many channels as the weight takes (1), got float32[1, 3, 8, 8], float32[64, 1, 3, 3] with {"stride":[2,2],"padding":[0,0,0,0]}]`,
    );
    try {
      build();
    } catch (error) {
      expect(error).toBeInstanceOf(EvenkeelError);
      expect((error as EvenkeelError).code).toBe("SHAPE");
      expect((error as EvenkeelError).details).toMatchObject({
        op: "conv",
        where: "discriminator/conv1",
        inputs: [{ shape: [1, 3, 8, 8] }, { shape: [64, 1, 3, 3] }],
        attributes: geometry,
      });
    }
  });

  test("outside of any scope", () => {
    expect(() => g.add(x, labels)).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: add: inputs must be float32, got float32[2, 3], int32[4]]`,
    );
  });

  const refused: Readonly<Record<string, () => unknown>> = {
    "shapes that do not broadcast": () => g.mul(x, g.fill(1, [2, 2])),
    "a comparison of two dtypes": () => g.equal(labels, 1),
    "a condition that is not bool": () => g.where(x, x, x),
    "a slope that is no number": () => g.leakyRelu(x, { slope: NaN }),
    "axes that there are not": () => g.sum(x, { axes: [2] }),
    "an axis named twice": () => g.max(x, { axes: [0, 0] }),
    "another number of elements": () => g.reshape(x, { shape: [4, 2] }),
    "a permutation that leaves an axis out": () => g.transpose(x, { permutation: [0, 0] }),
    "expand to a smaller shape": () => g.expand(x, { shape: [3] }),
    "a negative pad": () => g.pad(x, { low: [0, -1], high: [0, 0], interior: [0, 0] }),
    "a slice beyond the end": () => g.slice(x, { starts: [0, 0], ends: [2, 4], strides: [1, 1] }),
    "a slice without steps": () => g.slice(x, { starts: [0, 0], ends: [2, 3], strides: [1, 0] }),
    "nothing to join": () => g.concat([], { axis: 0 }),
    "joined shapes that differ": () => g.concat([x, g.fill(0, [1, 2])], { axis: 0 }),
    "one-hot of numbers": () => g.oneHot(x, { depth: 3 }),
    "a depth of 0": () => g.oneHot(labels, { depth: 0 }),
    "look-up by a matrix": () => g.gather(x, g.reshape(labels, { shape: [2, 2] })),
    "matrices that do not fit": () => g.matmul(x, x, { transposeA: false, transposeB: false }),
    "a matrix and a vector": () =>
      g.matmul(x, g.fill(1, [3]), { transposeA: false, transposeB: false }),
    "batches that differ": () =>
      g.matmul(g.fill(1, [2, 1, 1]), g.fill(1, [3, 1, 1]), {
        transposeA: false,
        transposeB: false,
      }),
    "a kernel larger than the image": () => g.conv(image, g.fill(1, [1, 3, 9, 9]), geometry),
    "a stride of 0": () =>
      g.conv(image, g.fill(1, [1, 3, 1, 1]), { stride: [0, 1], padding: [0, 0, 0, 0] }),
    "half a row of padding": () =>
      g.conv(image, g.fill(1, [1, 3, 1, 1]), { stride: [1, 1], padding: [0.5, 0, 0, 0] }),
    "an image that is a matrix": () => g.conv(x, g.fill(1, [1, 3, 1, 1]), geometry),
    "dy of the wrong size": () =>
      g.convInputGrad(image, g.fill(1, [3, 2, 4, 4]), { ...geometry, inputSize: [16, 16] }),
    "batches of x and dy that differ": () =>
      g.convWeightGrad(image, g.fill(1, [2, 4, 8, 8]), { ...geometry, kernelSize: [1, 1] }),
    "a kernel size of 0": () =>
      g.convWeightGrad(image, g.fill(1, [1, 4, 5, 5]), { ...geometry, kernelSize: [0, 0] }),
    "a constant that does not fill its shape": () => g.constant([1, 2], [3]),
    "an input name twice": () => g.input("x", { dtype: "float32", shape: [] }),
  };

  test.each(Object.entries(refused))("%s", (_, build) => {
    expect(build).toThrow(EvenkeelError);
  });

  test("their messages", () => {
    const messages = Object.entries(refused).map(([name, build]) => {
      try {
        build();
      } catch (error) {
        return `${name}\n  ${(error as EvenkeelError).code} ${(error as Error).message}`;
      }
      return `${name}\n  nothing`;
    });
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "shapes that do not broadcast
        SHAPE mul: shapes must be equal or 1, axis by axis from the last, got float32[2, 3], float32[2, 2]
      a comparison of two dtypes
        SHAPE equal: inputs must both be float32 or both int32, got int32[4], float32[]
      a condition that is not bool
        SHAPE where: the condition must be bool, got float32[2, 3], float32[2, 3], float32[2, 3]
      a slope that is no number
        SHAPE leakyRelu: slope must be a finite number, got float32[2, 3] with {"slope":null}
      axes that there are not
        SHAPE sum: axes must be different integers of 0 … 1, got float32[2, 3] with {"axes":[2]}
      an axis named twice
        SHAPE max: axes must be different integers of 0 … 1, got float32[2, 3] with {"axes":[0,0]}
      another number of elements
        SHAPE reshape: the number of elements must stay the same, got float32[2, 3] with {"shape":[4,2]}
      a permutation that leaves an axis out
        SHAPE transpose: permutation must name every axis once, got float32[2, 3] with {"permutation":[0,0]}
      expand to a smaller shape
        SHAPE expand: the input must broadcast to the shape, got float32[2, 3] with {"shape":[3]}
      a negative pad
        SHAPE pad: attributes must have one integer ≥ 0 an axis, got float32[2, 3] with {"low":[0,-1],"high":[0,0],"interior":[0,0]}
      a slice beyond the end
        SHAPE slice: starts ≤ ends ≤ size must hold on every axis, got float32[2, 3] with {"starts":[0,0],"ends":[2,4],"strides":[1,1]}
      a slice without steps
        SHAPE slice: attributes must have one integer ≥ 1 an axis, got float32[2, 3] with {"starts":[0,0],"ends":[2,3],"strides":[1,0]}
      nothing to join
        SHAPE concat: there must be at least one input, got nothing with {"axis":0}
      joined shapes that differ
        SHAPE concat: dtypes and all axes but the joined one must be equal, got float32[2, 3], float32[1, 2] with {"axis":0}
      one-hot of numbers
        SHAPE oneHot: indices must be int32, got float32[2, 3] with {"depth":3}
      a depth of 0
        SHAPE oneHot: depth must be a positive integer, got int32[4] with {"depth":0}
      look-up by a matrix
        SHAPE gather: indices must be int32 [n], got float32[2, 3], int32[2, 2]
      matrices that do not fit
        SHAPE matmul: the summed axes must be equal, got float32[2, 3], float32[2, 3] with {"transposeA":false,"transposeB":false}
      a matrix and a vector
        SHAPE matmul: both sides must have the same rank of at least 2, got float32[2, 3], float32[3] with {"transposeA":false,"transposeB":false}
      batches that differ
        SHAPE matmul: leading axes must be equal, got float32[2, 1, 1], float32[3, 1, 1] with {"transposeA":false,"transposeB":false}
      a kernel larger than the image
        SHAPE conv: the kernel must fit into the padded image, got float32[1, 3, 8, 8], float32[1, 3, 9, 9] with {"stride":[2,2],"padding":[0,0,0,0]}
      a stride of 0
        SHAPE conv: stride must be two integers ≥ 1, got float32[1, 3, 8, 8], float32[1, 3, 1, 1] with {"stride":[0,1],"padding":[0,0,0,0]}
      half a row of padding
        SHAPE conv: padding must be four integers ≥ 0, got float32[1, 3, 8, 8], float32[1, 3, 1, 1] with {"stride":[1,1],"padding":[0.5,0,0,0]}
      an image that is a matrix
        SHAPE conv: x must have four axes, got float32[2, 3], float32[1, 3, 1, 1] with {"stride":[2,2],"padding":[0,0,0,0]}
      dy of the wrong size
        SHAPE convInputGrad: the output's size must be 7 x 7, got float32[1, 3, 8, 8], float32[3, 2, 4, 4] with {"stride":[2,2],"padding":[0,0,0,0],"inputSize":[16,16]}
      batches of x and dy that differ
        SHAPE convWeightGrad: x and dy must have the same batch size, got float32[1, 3, 8, 8], float32[2, 4, 8, 8] with {"stride":[2,2],"padding":[0,0,0,0],"kernelSize":[1,1]}
      a kernel size of 0
        SHAPE convWeightGrad: the kernel's size must be two integers ≥ 1, got float32[1, 3, 8, 8], float32[1, 4, 5, 5] with {"stride":[2,2],"padding":[0,0,0,0],"kernelSize":[0,0]}
      a constant that does not fill its shape
        SHAPE constant: data must fill the shape [3], got 2 numbers
      an input name twice
        GRAPH input: names must be unique, got x twice"
    `);
  });
});
