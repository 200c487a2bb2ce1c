import { type RandomStream, randomStream } from "../../../random.ts";
import { outlines, type ShapeKind, shapeKinds } from "./outlines.ts";
import {
  type BackgroundColor,
  backgroundsFor,
  type ShapeColor,
  shapeColorNames,
} from "./palette.ts";

/** Everything that decides one image of the `shapes` set. Lengths are fractions of the width. */
export interface ShapeFactors {
  /** The kind of shape, which is the image's class. */
  readonly kind: ShapeKind;
  /** The class label, 0 … 9: the place of `kind` in `shapeKinds`. */
  readonly label: number;
  /** The center of the shape's bounding box, each in 0 … 1; x to the right, y down. */
  readonly center: readonly [x: number, y: number];
  /** The larger side of the shape's bounding box before its rotation, 0.5 … 0.8. */
  readonly size: number;
  /** Clockwise, in radians, −π/12 … π/12. */
  readonly rotation: number;
  readonly color: ShapeColor;
  readonly background: BackgroundColor;
  /** The direction of the background's gradient in radians, 0 … 2π; `null` for a plain one. */
  readonly gradient: number | null;
}

/** Free space between a shape and the image's edge, a fraction of the width. */
const margin = 0.02;
/** How far a shape's center may lie from the image's center. */
const farthest = 0.15;

/**
 * The factors of image `index` of the `shapes` set with this `seed`; depends on nothing else.
 *
 * The class is `index` mod 10, so every run of ten images has each class once. Size, rotation,
 * position, color, background and gradient are independent of the class and uniform, except that
 * the position keeps the shape inside the image, and the background contrasts with the color.
 *
 * @param index 0 … 2³² − 1.
 * @param seed any safe integer.
 */
export function shapeFactors(index: number, seed: number): ShapeFactors {
  const geometry = randomStream(seed, `shapes/geometry/${index}`);
  const paint = randomStream(seed, `shapes/paint/${index}`);
  const label = index % shapeKinds.length;
  const kind = shapeKinds[label] as ShapeKind;
  const size = 0.5 + 0.3 * geometry.uniform();
  const rotation = ((2 * geometry.uniform() - 1) * Math.PI) / 12;
  const [width, height] = boundingBox(kind, size, rotation);
  const center = [place(geometry, width), place(geometry, height)] as const;
  const color = pick(paint, shapeColorNames);
  const background = pick(paint, backgroundsFor[color]);
  const gradient = paint.uniform() < 0.5 ? null : 2 * Math.PI * paint.uniform();
  return { kind, label, center, size, rotation, color, background, gradient };
}

function place(stream: RandomStream, extent: number): number {
  const slack = Math.max(0, Math.min(farthest, (1 - extent) / 2 - margin));
  return 0.5 + (2 * stream.uniform() - 1) * slack;
}

function pick<T>(stream: RandomStream, choices: readonly T[]): T {
  return choices[stream.integer(choices.length)] as T;
}

/** The width and height that a rotated shape needs around its center; never too small. */
function boundingBox(kind: ShapeKind, size: number, rotation: number): readonly [number, number] {
  const [cos, sin] = [Math.cos(rotation) * size, Math.sin(rotation) * size];
  let [halfWidth, halfHeight] = [0, 0];
  for (const contour of outlines[kind]) {
    for (const [x, y] of contour) {
      halfWidth = Math.max(halfWidth, Math.abs(x * cos - y * sin));
      halfHeight = Math.max(halfHeight, Math.abs(x * sin + y * cos));
    }
  }
  return [2 * halfWidth, 2 * halfHeight];
}
