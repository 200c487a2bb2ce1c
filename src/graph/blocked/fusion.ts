/** Which values blocked convolutions can give at once: a convolution, its bias and its activation. */
import type { OpName } from "../signatures.ts";
import type { Value } from "../value.ts";

/** A convolution with what follows it. */
export interface Fused {
  readonly conv: Value;
  /** One number for each channel. */
  readonly bias: Value | undefined;
  /** As the engine names it, with its parameters. */
  readonly activation:
    | { readonly type: string; readonly parameters: readonly number[] }
    | undefined;
  /** The values between, in order, the convolution first. */
  readonly inner: readonly Value[];
}

/** What {@link findFusions} found. */
export interface Fusions {
  /** By the last value of each. */
  readonly ends: ReadonlyMap<Value, Fused>;
  /** Values that nobody else needs: they are made with the end. */
  readonly inner: ReadonlySet<Value>;
}

/**
 * The convolutions of a graph whose result goes into the addition of a bias alone, and that into an
 * activation alone.
 *
 * @param order the graph's values, operands first.
 * @param outputs the graph's results.
 */
export function findFusions(order: readonly Value[], outputs: readonly Value[]): Fusions {
  const users = new Map<Value, Value[]>();
  for (const value of order) {
    for (const operand of operandsOf(value)) {
      users.set(operand, [...(users.get(operand) ?? []), value]);
    }
  }
  const results = new Set(outputs);
  const onlyUser = (value: Value): Value | undefined => {
    const [user, ...others] = users.get(value) ?? [];
    return others.length === 0 && !results.has(value) ? user : undefined;
  };
  const ends = new Map<Value, Fused>();
  const inner = new Set<Value>();
  for (const conv of order) {
    if (!isOp(conv, "conv") && !isOp(conv, "convInputGrad")) continue;
    const passed = [conv];
    let end = conv;
    const bias = biasIn(onlyUser(end), end);
    if (bias !== undefined) {
      end = onlyUser(end)!;
      passed.push(end);
    }
    // a gradient to the input is put together from several convolutions
    const next = isOp(conv, "conv") ? onlyUser(end) : undefined;
    const activation = next && activationOf(next);
    if (activation !== undefined) end = next!;
    else if (bias !== undefined) passed.pop();
    if (end === conv) continue;
    ends.set(end, { conv, bias, activation, inner: passed });
    for (const value of passed) inner.add(value);
  }
  return { ends, inner };
}

function operandsOf({ source }: Value): readonly Value[] {
  return source.kind === "op" ? source.inputs : [];
}

function isOp({ source }: Value, op: OpName): boolean {
  return source.kind === "op" && source.op === op;
}

/** The other operand of an addition to `x`, if it has one number for each channel. */
function biasIn(sum: Value | undefined, x: Value): Value | undefined {
  if (sum === undefined || !isOp(sum, "add")) return undefined;
  const [a, b] = operandsOf(sum) as [Value, Value];
  const bias = a === x ? b : a;
  const [, channels, ...places] = x.shape;
  const sizes = [...x.shape.slice(bias.shape.length).map(() => 1), ...bias.shape];
  const fits = sizes[0] === 1 && sizes[1] === channels && sizes.slice(2).every((n) => n === 1);
  return fits && sizes.length === places.length + 2 && bias !== x ? bias : undefined;
}

function activationOf({ source }: Value): Fused["activation"] {
  if (source.kind !== "op") return undefined;
  switch (source.op) {
    case "relu":
      return { type: "Relu", parameters: [] };
    case "leakyRelu":
      return { type: "LeakyRelu", parameters: [source.attributes.slope as number] };
    case "tanh":
      return { type: "Tanh", parameters: [] };
    default:
      return undefined;
  }
}
