/** Which values blocked convolutions can give at once: a convolution, its bias and its activation. */
import type { OpName } from "../../signatures.ts";
import type { Value } from "../../types.ts";
import { sameShape } from "../../value.ts";

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

/** x·scale + shift with a scale for each channel, and what follows it. */
export interface Affine {
  readonly x: Value;
  readonly scale: Value;
  /** A number for each channel, or a value of x's shape. */
  readonly shift: Value;
  readonly activation: Fused["activation"];
  /** The values between, in order. */
  readonly inner: readonly Value[];
}

/** What {@link findFusions} found. */
export interface Fusions {
  /** By the last value of each. */
  readonly ends: ReadonlyMap<Value, Fused>;
  /** By the last value of each. */
  readonly affine: ReadonlyMap<Value, Affine>;
  /** Values that nothing else uses: they are computed together with the end. */
  readonly inner: ReadonlySet<Value>;
}

/**
 * The convolutions of a graph whose result is only used by the addition of a bias, and that only by an
 * activation; and products with a number for each channel that are only used by an addition, as in the
 * last step of a batch normalization and in its gradient.
 *
 * @param order the graph's values, operands first.
 * @param outputs the graph's results.
 */
export function findFusions(order: readonly Value[], outputs: readonly Value[]): Fusions {
  const users = new Map<Value, Value[]>();
  for (const value of order) {
    for (const operand of operandsOf(value)) {
      const before = users.get(operand);
      if (before === undefined) users.set(operand, [value]);
      else before.push(value);
    }
  }
  const results = new Set(outputs);
  const onlyUser = (value: Value): Value | undefined => {
    const all = users.get(value) ?? [];
    return all.length === 1 && !results.has(value) ? all[0] : undefined;
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
  const affine = new Map<Value, Affine>();
  for (const product of order) {
    if (!isOp(product, "mul") || inner.has(product)) continue;
    const [a, b] = operandsOf(product) as [Value, Value];
    const [x, scale] = isPerChannel(b, a) ? [a, b] : [b, a];
    const sum = onlyUser(product);
    const shift = shiftIn(sum, product);
    if (!isPerChannel(scale, x) || sum === undefined || shift === undefined) continue;
    if (inner.has(sum) || ends.has(sum) || affine.has(sum)) continue;
    const next = onlyUser(sum);
    const activation = next && activationOf(next);
    const passed = activation === undefined ? [product] : [product, sum];
    affine.set(activation === undefined ? sum : next!, {
      x,
      scale,
      shift,
      activation,
      inner: passed,
    });
    for (const value of passed) inner.add(value);
  }
  return { ends, affine, inner };
}

function operandsOf({ source }: Value): readonly Value[] {
  return source.kind === "op" ? source.inputs : [];
}

function isOp({ source }: Value, op: OpName): boolean {
  return source.kind === "op" && source.op === op;
}

/** The other operand of an addition to `x`, if it has one number for each channel. */
function biasIn(sum: Value | undefined, x: Value): Value | undefined {
  const bias = addedIn(sum, x);
  return bias && isPerChannel(bias, x) ? bias : undefined;
}

/** The other operand of an addition to `x`, if it has one number for each channel or x's shape. */
function shiftIn(sum: Value | undefined, x: Value): Value | undefined {
  const shift = addedIn(sum, x);
  return shift && (isPerChannel(shift, x) || sameShape(shift.shape, x.shape)) ? shift : undefined;
}

function addedIn(sum: Value | undefined, x: Value): Value | undefined {
  if (sum === undefined || !isOp(sum, "add")) return undefined;
  const [a, b] = operandsOf(sum) as [Value, Value];
  return a === x ? b : a;
}

/** Whether a value has one number for each channel of the images `x`, and broadcasts to them. */
export function isPerChannel(value: Value, x: Value): boolean {
  if (x.shape.length !== 4 || value.shape.length > 4 || value === x) return false;
  const [n, channels, ...places] = [
    ...x.shape.slice(value.shape.length).map(() => 1),
    ...value.shape,
  ];
  return n === 1 && channels === x.shape[1] && places.every((size) => size === 1);
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
