/**
 * Ops other than convolutions on blocks: which of them keep the blocked form, and as what op on blocks
 * `[N, C/b, …, b]` their standard lowering then runs.
 */
import { elementwiseOps } from "../../ops/table.ts";
import type { OpName } from "../../signatures.ts";
import type { Aval, Shape, Value } from "../../types.ts";
import { blockedShape } from "./layout.ts";

/** An op on blocks. */
export interface BlockedOp {
  /** The shape in which it takes each operand. */
  readonly operands: readonly Shape[];
  readonly attributes: object;
  /** The shape of its result. */
  readonly shape: Shape;
  /** Whether the result is the blocked form of the value, or, if not, its elements in plain order. */
  readonly blocked: boolean;
}

/** How an op, some of whose operands are held in blocks, runs on them; `undefined` if it cannot. */
export function planOnBlocks(
  op: OpName,
  operands: readonly Aval[],
  attributes: Readonly<Record<string, unknown>>,
  out: Value,
  size: number,
): BlockedOp | undefined {
  const [x] = operands;
  const [, channels = 0] = out.shape;
  const holds = out.shape.length >= 3 && channels % size === 0;
  const same = () => operands.map(({ shape }) => blockedShape(shape, size));
  if (elementwiseOps.has(op)) {
    if (!holds) return undefined;
    return {
      operands: operands.map((operand) => broadcastShape(operand.shape, out.shape, size)),
      attributes,
      shape: blockedShape(out.shape, size),
      blocked: true,
    };
  }
  if (x === undefined) return undefined;
  switch (op) {
    case "sum":
    case "max":
      return reduction(x.shape, attributes.axes as number[], size);
    case "reshape":
    case "expand":
      return holds && keepsChannels(x.shape, out.shape)
        ? {
            operands: same(),
            attributes: { shape: blockedShape(out.shape, size) },
            shape: blockedShape(out.shape, size),
            blocked: true,
          }
        : undefined;
    case "concat":
      return holds && operands.every(({ shape }) => (shape[1] ?? 0) % size === 0)
        ? { operands: same(), attributes, shape: blockedShape(out.shape, size), blocked: true }
        : undefined;
    case "slice":
    case "pad":
      return alongAxes(x.shape, attributes as Readonly<Record<string, number[]>>, out.shape, size);
    default:
      return undefined;
  }
}

/**
 * How an elementwise op runs on blocks with the places outermost; `undefined` for other ops, and where an
 * operand has places but not all of them.
 */
export function planOnPlaces(
  op: OpName,
  operands: readonly Aval[],
  attributes: object,
  { shape: out }: Aval,
  size: number,
): BlockedOp | undefined {
  if (!elementwiseOps.has(op) || out.length !== 4 || out[1]! % size !== 0) return undefined;
  const shapes = operands.map(({ shape }): Shape | undefined => {
    const [n = 1, c = 1, h = 1, w = 1] = [...out.slice(shape.length).map(() => 1), ...shape];
    const whole = h === out[2] && w === out[3];
    if (!isWithoutPlaces(shape) && !(whole && c === out[1])) return undefined;
    return c === 1 ? [1, 1, n, 1] : [h * w, c / size, n, size];
  });
  if (!shapes.every((shape) => shape !== undefined)) return undefined;
  const [n = 1, c = 1, h = 1, w = 1] = out;
  return { operands: shapes, attributes, shape: [h * w, c / size, n, size], blocked: false };
}

/** Whether a value, broadcast to images, is one number for each channel, for each image or for all. */
export function isWithoutPlaces(shape: Shape): boolean {
  const [n = 1, c = 1, h = 1, w = 1] = [...Array(Math.max(0, 4 - shape.length)).fill(1), ...shape];
  return h === 1 && w === 1 && (n === 1 || c === 1);
}

/** The shape that an operand has on blocks so that it broadcasts as it does on plain values. */
function broadcastShape(shape: Shape, out: Shape, size: number): Shape {
  const [n = 1, c = 1, ...rest] = [...out.slice(shape.length).map(() => 1), ...shape];
  return c === 1 ? [n, 1, ...rest, 1] : blockedShape([n, c, ...rest], size);
}

/**
 * Sums or maxima over axes: on the channels' axis over both of its parts. A result without
 * the images' axis, but with places, would not be in row-major order, so there is none.
 */
function reduction(shape: Shape, axes: readonly number[], size: number): BlockedOp | undefined {
  const last = shape.length;
  const overChannels = axes.includes(1);
  const rest = shape.filter((_, i) => !axes.includes(i));
  if (!overChannels && axes.includes(0) && rest.length > 1) return undefined;
  const blocked = !overChannels && !axes.includes(0) && rest.length >= 3;
  const kept = blockedShape(shape, size).filter(
    (_, i) => !axes.includes(i) && !(overChannels && i === last),
  );
  return {
    operands: [blockedShape(shape, size)],
    attributes: { axes: overChannels ? [...axes, last] : [...axes] },
    shape: kept,
    blocked,
  };
}

/** Whether a reshape or expansion leaves the first two axes as they are. */
function keepsChannels(from: Shape, to: Shape): boolean {
  return from.length >= 3 && to.length >= 3 && from[0] === to[0] && from[1] === to[1];
}

/** `slice` and `pad` whose attributes, one number an axis, leave the channels as they are. */
function alongAxes(
  shape: Shape,
  attributes: Readonly<Record<string, number[]>>,
  out: Shape,
  size: number,
): BlockedOp | undefined {
  if (shape[1] !== out[1]) return undefined;
  const extended = Object.entries(attributes).map(([key, [first = 0, second = 0, ...rest]]) => {
    const last = key === "ends" ? size : key === "strides" ? 1 : 0;
    const channels = key === "ends" ? second / size : second;
    return [key, [first, channels, ...rest, last]];
  });
  return {
    operands: [blockedShape(shape, size)],
    attributes: Object.fromEntries(extended),
    shape: blockedShape(out, size),
    blocked: true,
  };
}
