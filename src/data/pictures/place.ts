/** Writes the pixels of an image into their place in what it becomes. */
import type { Pixels } from "../../image-files/index.ts";
import { type Resizer, resizer, unweightByOpacity, weightByOpacity } from "../../images/index.ts";
import { isSharpKernel } from "./resampling.ts";
import { planesOfTarget, type Size, sizeOfTarget, type Target, WHITE } from "./target.ts";

/** A part of an image. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What of an image becomes what part of the target. */
export interface Places {
  readonly region: Region;
  readonly inner: Region;
}

/** Whether it keeps its pixels. */
export const isExact = ({ region, inner }: Places) =>
  region.width === inner.width && region.height === inner.height;

/** Writes a part of an image into its place in the target, resized where it has another size. */
export function write(
  pixels: Pixels,
  { region, inner }: Places,
  target: Target,
  out: Uint8Array,
): void {
  const size = sizeOfTarget(target);
  if (inner.width < size[1] || inner.height < size[0]) {
    fillWith(target.background ?? WHITE, planesOfTarget(target), out);
  }
  if (isExact({ region, inner })) {
    toPlanes(pixels, planesOfTarget(target), region, out, size, inner);
  } else resizeInto(pixels, region, target, out, inner);
}

/** A color; transparent, where there is opacity. */
function fillWith(color: string, planes: number, out: Uint8Array): void {
  const plane = out.length / planes;
  out.fill(0);
  for (const channel of [0, 1, 2]) {
    const value = Number.parseInt(color.slice(1 + 2 * channel, 3 + 2 * channel), 16);
    out.fill(value, channel * plane, (channel + 1) * plane);
  }
}

/** Writes a part of an image as planes of this size, at a place in them. */
function toPlanes(
  { width, stride, data }: Pixels,
  planes: number,
  region: Region,
  out: Uint8Array,
  [high, wide]: Size,
  place: Pick<Region, "left" | "top">,
): void {
  const plane = high * wide;
  for (let y = 0; y < region.height; y++) {
    let from = ((region.top + y) * width + region.left) * stride;
    let at = (place.top + y) * wide + place.left;
    for (let x = 0; x < region.width; x++, at++, from += stride) {
      for (let i = 0; i < planes; i++) out[i * plane + at] = data[from + i] as number;
    }
  }
}

const resizers = new Map<string, Resizer>();
/** Sizes of images differ without end; their tables are not worth keeping beyond that. */
const mostResizers = 256;

function resizeInto(
  pixels: Pixels,
  region: Region,
  target: Target,
  out: Uint8Array,
  inner: Region,
): void {
  const { resize } = target;
  if (isSharpKernel(resize)) throw new Error(`internal: ${resize} is done by sharp`);
  const from: Size = [region.height, region.width];
  const to: Size = [inner.height, inner.width];
  const depth = planesOfTarget(target);
  const planes = new Uint8Array(depth * region.height * region.width);
  toPlanes(pixels, depth, region, planes, from, { left: 0, top: 0 });
  if (depth === 4) weightByOpacity(planes);
  const key = `${resize} ${from} ${to}`;
  const known = resizers.get(key);
  const made = known ?? resizer({ method: resize, from, to });
  if (known === undefined) {
    if (resizers.size >= mostResizers) resizers.clear();
    resizers.set(key, made);
  }
  const resized = made(planes);
  if (depth === 4) unweightByOpacity(resized);
  const [high, wide] = sizeOfTarget(target);
  for (let channel = 0; channel < depth; channel++) {
    for (let y = 0; y < inner.height; y++) {
      const row = (channel * inner.height + y) * inner.width;
      const at = (channel * high + inner.top + y) * wide + inner.left;
      out.set(resized.subarray(row, row + inner.width), at);
    }
  }
}
