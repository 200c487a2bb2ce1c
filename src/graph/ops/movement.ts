/** Ops that move, repeat, cut or join elements. */
import { internal } from "../../errors.ts";
import type { OpTable } from "../signatures.ts";
import { type Shape, sameShape, sizeOf } from "../value.ts";
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
    // without allowzero a 0 in the shape would mean the input's own size there
    lower: ({ emit, names: [x], attributes: { shape } }) =>
      emit.node("Reshape", [x, emit.int64(shape)], shape.includes(0) ? { allowzero: 1 } : {}),
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
    lower: ({ emit, names: [x], attributes: { shape } }) =>
      emit.node("Expand", [x, emit.int64(shape)]),
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
        name = emit.node("Reshape", [name, emit.int64(split)]);
        name = emit.node("Pad", [name, emit.int64([...zeros(split), ...after])]);
        name = emit.node("Reshape", [name, emit.int64(merged)]);
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
    lower: ({ emit, names: [x], attributes: { starts, ends, strides } }) =>
      starts.length === 0
        ? x
        : emit.node("Slice", [
            x,
            emit.int64(starts),
            emit.int64(ends),
            emit.int64(starts.map((_, i) => i)),
            emit.int64(strides),
          ]),
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

function at(list: readonly number[], index: number): number {
  const value = list[index];
  if (value === undefined) throw internal(`no element ${index} in [${list}]`);
  return value;
}
