/**
 * Ops that move, repeat, cut or join elements. Their lowerings name no more sizes than they have to, so
 * that a model whose batch axis is free runs with any number of images.
 */
import { internal } from "../../errors.ts";
import type { Emitter } from "../onnx/emitter.ts";
import type { Shape } from "../types.ts";
import { sameShape, sizeOf } from "../value.ts";
import type { OpTable } from "./definition.ts";
import { broadcastShapes, requireDType, rule } from "./rule.ts";

const perAxis = (lists: readonly (readonly number[])[], rank: number, least: number) =>
  rule(
    lists.every((l) => l.length === rank && l.every((n) => Number.isInteger(n) && n >= least)),
    `attributes must have one integer ≥ ${least} an axis`,
  );

const zeros = (shape: Shape) => shape.map(() => 0);

export const movement = {
  reshape: {
    infer([x], { shape }) {
      rule(
        shape.every((n) => Number.isInteger(n) && n >= 0) && sizeOf(shape) === sizeOf(x.shape),
        "the number of elements must stay the same",
      );
      return { dtype: x.dtype, shape };
    },
    gradient: ({ g, ct, inputs: [x] }) => [g.reshape(ct, { shape: x.shape })],
    lower: ({ emit, names: [x], inputs, attributes }) =>
      emitReshape(emit, x, inputs[0].shape, attributes.shape),
  },
  transpose: {
    infer([x], { permutation }) {
      rule(
        sameShape(
          [...permutation].sort((a, b) => a - b),
          x.shape.map((_, i) => i),
        ),
        "permutation must name every axis once",
      );
      return { dtype: x.dtype, shape: permutation.map((axis) => x.shape[axis] as number) };
    },
    gradient: ({ g, ct, attributes: { permutation } }) => [
      g.transpose(ct, { permutation: permutation.map((_, axis) => permutation.indexOf(axis)) }),
    ],
    lower: ({ emit, names, attributes: { permutation } }) =>
      emit.node("Transpose", names, { perm: permutation }),
  },
  expand: {
    infer([x], { shape }) {
      rule(
        sameShape(broadcastShapes(x.shape, shape), shape),
        "the input must broadcast to the shape",
      );
      return { dtype: x.dtype, shape };
    },
    gradient: ({ ct }) => [ct],
    // 1 leaves an axis as it is
    lower({ emit, names: [x], inputs: [from], attributes: { shape } }) {
      const extra = shape.length - from.shape.length;
      const sizes = shape.map((n, i) => (n === from.shape[i - extra] ? 1 : n));
      return emit.node("Expand", [x, emit.int64(sizes)]);
    },
  },
  pad: {
    infer([x], { low, high, interior }) {
      requireDType("float32", x);
      perAxis([low, high, interior], x.shape.length, 0);
      const padded = x.shape.map(
        (n, i) => at(low, i) + n + Math.max(n - 1, 0) * at(interior, i) + at(high, i),
      );
      return { dtype: x.dtype, shape: padded };
    },
    gradient: ({ g, ct, out, attributes: { low, high, interior } }) => [
      g.slice(ct, {
        starts: low,
        ends: out.shape.map((n, i) => n - at(high, i)),
        strides: interior.map((n) => n + 1),
      }),
    ],
    lower({ emit, names: [x], inputs: [{ shape }], attributes: { low, high, interior } }) {
      let name = x;
      let size = [...shape];
      // zeros between elements: a new axis after each, padded, merged, its last gap cut off
      for (const [axis, gap] of interior.entries()) {
        if (gap === 0 || at(size, axis) < 2) continue;
        const n = at(size, axis);
        const split = [...size.slice(0, axis + 1), 1, ...size.slice(axis + 1)];
        const after = split.map((_, i) => (i === axis + 1 ? gap : 0));
        const merged = size.map((m, i) => (i === axis ? m * (gap + 1) : m));
        name = emitReshape(emit, name, size, split);
        name = emit.node("Pad", [name, emit.int64([...zeros(split), ...after])]);
        name = emitReshape(emit, name, size, merged);
        size = merged.map((m, i) => (i === axis ? n + (n - 1) * gap : m));
        name = emit.node("Slice", [
          name,
          emit.int64([0]),
          emit.int64([at(size, axis)]),
          emit.int64([axis]),
        ]);
      }
      return [...low, ...high].some((n) => n > 0)
        ? emit.node("Pad", [name, emit.int64([...low, ...high])])
        : name;
    },
  },
  slice: {
    infer([x], { starts, ends, strides }) {
      perAxis([starts, ends], x.shape.length, 0);
      perAxis([strides], x.shape.length, 1);
      rule(
        x.shape.every((n, i) => at(starts, i) <= at(ends, i) && at(ends, i) <= n),
        "starts ≤ ends ≤ size must hold on every axis",
      );
      const shape = x.shape.map((_, i) =>
        Math.ceil((at(ends, i) - at(starts, i)) / at(strides, i)),
      );
      return { dtype: x.dtype, shape };
    },
    gradient({ g, ct, inputs: [x], attributes: { starts, strides } }) {
      const reached = ct.shape.map((n, i) =>
        n === 0 ? 0 : at(starts, i) + (n - 1) * at(strides, i) + 1,
      );
      if (reached.includes(0)) return [g.fill(0, x.shape)];
      return [
        g.pad(ct, {
          low: starts,
          high: x.shape.map((n, i) => n - at(reached, i)),
          interior: strides.map((s) => s - 1),
        }),
      ];
    },
    lower({ emit, names: [x], inputs: [{ shape }], attributes: { starts, ends, strides } }) {
      const cut = shape.flatMap((n, i) =>
        starts[i] === 0 && ends[i] === n && strides[i] === 1 ? [] : [i],
      );
      if (cut.length === 0) return x;
      const of = (list: readonly number[]) => emit.int64(cut.map((i) => at(list, i)));
      return emit.node("Slice", [x, of(starts), of(ends), emit.int64(cut), of(strides)]);
    },
  },
  concat: {
    infer(inputs, { axis }) {
      const first = inputs[0];
      rule(first !== undefined, "there must be at least one input");
      rule(
        Number.isInteger(axis) && axis >= 0 && axis < first.shape.length,
        "axis must be an axis of the inputs",
      );
      const others = (shape: Shape) => shape.filter((_, i) => i !== axis);
      rule(
        inputs.every(
          (x) => x.dtype === first.dtype && sameShape(others(x.shape), others(first.shape)),
        ),
        "dtypes and all axes but the joined one must be equal",
      );
      const joined = inputs.reduce((sum, x) => sum + at(x.shape, axis), 0);
      return { dtype: first.dtype, shape: first.shape.map((n, i) => (i === axis ? joined : n)) };
    },
    gradient({ g, ct, inputs, attributes: { axis } }) {
      let start = 0;
      return inputs.map((x) => {
        const end = start + at(x.shape, axis);
        const cut = g.slice(ct, {
          starts: ct.shape.map((_, i) => (i === axis ? start : 0)),
          ends: ct.shape.map((n, i) => (i === axis ? end : n)),
          strides: ct.shape.map(() => 1),
        });
        start = end;
        return cut;
      });
    },
    lower: ({ emit, names, attributes: { axis } }) => emit.node("Concat", names, { axis }),
  },
} as const satisfies Partial<OpTable>;

/** A Reshape that takes its first size from its input where that stays the same. */
function emitReshape(emit: Emitter, x: string, from: Shape, to: Shape): string {
  // a 0 means the input's size there, but with allowzero none at all
  if (to.includes(0)) return emit.node("Reshape", [x, emit.int64(to)], { allowzero: 1 });
  const sizes = to.map((n, i) => (i === 0 && n === from[0] ? 0 : n));
  return emit.node("Reshape", [x, emit.int64(sizes)]);
}

function at(list: readonly number[], index: number): number {
  const value = list[index];
  if (value === undefined) throw internal(`no element ${index} in [${list}]`);
  return value;
}
