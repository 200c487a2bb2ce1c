/** The pass before lowering: less work, the same values. */
import { createBuilder } from "./builder.ts";
import { broadcastShapes } from "./ops/rule.ts";
import { elementwiseOps } from "./ops/table.ts";
import { evaluateOp } from "./reference/evaluate.ts";
import type { OpName } from "./signatures.ts";
import type { Builder, Graph, Value } from "./types.ts";
import { sameShape, sizeOf, topologicalOrder } from "./value.ts";

/** Results up to this many elements are computed ahead, and constants up to this many compared. */
const FOLD_LIMIT = 1024;

/**
 * An equal graph with less in it: common subexpressions computed once, constants computed ahead (in
 * float64), operations that change nothing removed, small values kept small, unused values dropped. All
 * inputs stay declared.
 *
 * Differentiate before: `stopGradient` is one of the operations that are removed.
 */
export function simplify(graph: Graph): Graph {
  const g = createBuilder();
  const inputs = Object.fromEntries(
    Object.entries(graph.inputs).map(([name, value]) => [name, g.input(name, value)]),
  );
  const done = new Map<Value, Value>();
  const known = new Map<string, Value>();
  for (const value of topologicalOrder(Object.values(graph.outputs))) {
    done.set(
      value,
      g.scope(value.scope, () => rebuild(value)),
    );
  }
  const outputs = Object.fromEntries(
    Object.entries(graph.outputs).map(([name, value]) => [name, done.get(value) as Value]),
  );
  return { inputs, outputs };

  function rebuild(value: Value): Value {
    const { source } = value;
    if (source.kind === "input") return inputs[source.name] as Value;
    if (source.kind === "constant") return unique(g.constant(source.data, value.shape));
    const operands = source.inputs.map((x) => done.get(x) as Value);
    return unique(
      withoutEffect(g, source.op, operands, source.attributes as never, value) ??
        broadcastLate(make, source.op, operands, source.attributes, value) ??
        fold(g, source.op, operands, source.attributes, value) ??
        make(source.op, operands, source.attributes),
    );
  }

  function make(op: OpName, operands: readonly Value[], attributes: object): Value {
    return unique(g.apply(op, operands, attributes as never));
  }

  /** The first value that is computed like this one. */
  function unique(value: Value): Value {
    const key = keyOf(value);
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, value);
    return value;
  }
}

function keyOf({ id, shape, source }: Value): string {
  switch (source.kind) {
    case "input":
      return `input ${source.name}`;
    case "constant": {
      if (source.data.length > FOLD_LIMIT) return `constant ${id}`;
      const numbers = Array.from(source.data, (x) => (Object.is(x, -0) ? "-0" : x));
      return `constant [${shape}] ${numbers}`;
    }
    case "op": {
      const operands = source.inputs.map((x) => x.id);
      return `${source.op} ${operands} ${JSON.stringify(source.attributes)}`;
    }
  }
}

function fold(
  g: Builder,
  op: OpName,
  operands: readonly Value[],
  attributes: object,
  { dtype, shape }: Value,
): Value | undefined {
  if (dtype !== "float32" || sizeOf(shape) > FOLD_LIMIT || operands.length === 0) return undefined;
  const tensors = operands.map(({ source, shape, dtype }) =>
    source.kind === "constant" ? { dtype, shape, data: Float64Array.from(source.data) } : undefined,
  );
  if (tensors.some((t) => t === undefined)) return undefined;
  const result = evaluateOp(op, tensors as never, attributes as never, { dtype, shape });
  return g.constant(result.data, shape);
}

/** An operand (or a shorter form) that equals the op's result, if there is one. */
function withoutEffect(
  g: Builder,
  op: OpName,
  operands: readonly Value[],
  attributes: { readonly permutation: readonly number[]; readonly axes: readonly number[] },
  out: Value,
): Value | undefined {
  const [a, b] = operands as [Value, Value];
  const unchanged = (x: Value) => x.dtype === out.dtype && sameShape(x.shape, out.shape);
  const keep = (x: Value, when: boolean) => (when && unchanged(x) ? x : undefined);
  switch (op) {
    case "stopGradient":
      return a;
    case "add":
      return keep(a, uniform(b) === 0) ?? keep(b, uniform(a) === 0);
    case "sub":
      return keep(a, uniform(b) === 0);
    case "mul":
      return keep(a, uniform(b) === 1) ?? keep(b, uniform(a) === 1);
    case "div":
      return keep(a, uniform(b) === 1);
    case "neg":
      return inner(a, "neg");
    case "sum":
      return keep(a, attributes.axes.length === 0);
    case "cast":
    case "expand":
    case "slice":
    case "pad":
      return keep(a, true);
    case "concat": {
      const parts = joinNeighbours(g, operands);
      if (parts.length === operands.length) return keep(a, operands.length === 1);
      return parts.length === 1 ? parts[0] : g.concat(parts, { axis: 0 });
    }
    case "reshape": {
      const before = inner(a, "reshape");
      return (
        keep(a, true) ?? (before && (keep(before, true) ?? g.reshape(before, { shape: out.shape })))
      );
    }
    case "transpose": {
      if (attributes.permutation.every((axis, i) => axis === i)) return a;
      const before = inner(a, "transpose");
      if (before === undefined || a.source.kind !== "op") return undefined;
      const first = a.source.attributes.permutation as readonly number[];
      const permutation = attributes.permutation.map((axis) => first[axis] as number);
      return permutation.every((axis, i) => axis === i)
        ? before
        : g.transpose(before, { permutation });
    }
    default:
      return undefined;
  }
}

/** The operands of a concatenation, vectors that are slices of one next to each other joined to one slice. */
function joinNeighbours(g: Builder, operands: readonly Value[]): readonly Value[] {
  const parts: Value[] = [];
  for (const operand of operands) {
    const last = parts.at(-1);
    const [a, b] = [last && vectorSlice(last), vectorSlice(operand)];
    if (a === undefined || b === undefined || a.of !== b.of || a.end !== b.start) {
      parts.push(operand);
      continue;
    }
    const whole = a.start === 0 && b.end === a.of.shape[0];
    const cut = { starts: [a.start], ends: [b.end], strides: [1] };
    parts.splice(-1, 1, whole ? a.of : g.slice(a.of, cut));
  }
  return parts;
}

/** Which elements of which vector a slice has, if it is one of consecutive elements. */
function vectorSlice({ source, shape }: Value) {
  if (source.kind !== "op" || source.op !== "slice" || shape.length !== 1) return undefined;
  const { starts, ends, strides } = source.attributes as Record<string, readonly number[]>;
  if (strides?.[0] !== 1) return undefined;
  return { of: source.inputs[0] as Value, start: starts![0] as number, end: ends![0] as number };
}

/**
 * An elementwise op on what its expanded operands were before: broadcasting does the rest, or, where
 * all were small, the expansion of the result. The negative of a sum for the sum of negatives.
 */
function broadcastLate(
  make: (op: OpName, operands: readonly Value[], attributes: object) => Value,
  op: OpName,
  operands: readonly Value[],
  attributes: object,
  out: Value,
): Value | undefined {
  if (op === "sum") {
    const negated = inner(operands[0] as Value, "neg");
    return negated && make("neg", [make(op, [negated], attributes)], {});
  }
  if (!elementwiseOps.has(op)) return undefined;
  const small = operands.map((x) => inner(x, "expand") ?? x);
  if (small.every((x, i) => x === operands[i])) return undefined;
  const shape = small.map((x) => x.shape).reduce(broadcastShapes);
  const result = make(op, small, attributes);
  return sameShape(shape, out.shape) ? result : make("expand", [result], { shape: out.shape });
}

/** The operand of `value` when it was made by the unary op `op`. */
function inner(value: Value, op: OpName): Value | undefined {
  return value.source.kind === "op" && value.source.op === op ? value.source.inputs[0] : undefined;
}

/** The number that all elements of a constant are, through `expand` and `reshape`. */
function uniform(value: Value): number | undefined {
  if (value.source.kind === "constant") {
    const { data } = value.source;
    return data.every((x) => x === data[0]) ? data[0] : undefined;
  }
  const operand = inner(value, "expand") ?? inner(value, "reshape");
  return operand && uniform(operand);
}
