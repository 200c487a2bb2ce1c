import type { ShapeFactors } from "./factors.ts";
import { outlines } from "./outlines.ts";
import { backgroundColors, gradientEnd, mix, shapeColors } from "./palette.ts";
import { coverage } from "./rasterize.ts";

/**
 * Draws one image of the `shapes` set, antialiased.
 *
 * @param factors what to draw.
 * @param size width and height in pixels.
 * @param out uint8 `[3, size, size]`, R, G, B planes, 0 … 255; overwritten.
 */
export function renderShape(factors: ShapeFactors, size: number, out: Uint8Array): void {
  const alpha = coverage(placedOutlines(factors, size), size);
  const amount = gradientAmount(factors.gradient, size);
  const color = shapeColors[factors.color];
  const start = backgroundColors[factors.background];
  const end = gradientEnd(start);
  for (let y = 0, pixel = 0; y < size; y++) {
    for (let x = 0; x < size; x++, pixel++) {
      const behind = factors.gradient === null ? start : mix(start, end, amount(x, y));
      const [red, green, blue] = mix(behind, color, alpha[pixel] as number);
      out[pixel] = Math.round(red);
      out[size * size + pixel] = Math.round(green);
      out[2 * size * size + pixel] = Math.round(blue);
    }
  }
}

function placedOutlines(factors: ShapeFactors, size: number): readonly Float64Array[] {
  const cos = Math.cos(factors.rotation) * factors.size * size;
  const sin = Math.sin(factors.rotation) * factors.size * size;
  const [cx, cy] = [factors.center[0] * size, factors.center[1] * size];
  return outlines[factors.kind].map((contour) => {
    const placed = new Float64Array(2 * contour.length);
    contour.forEach(([x, y], i) => {
      placed[2 * i] = cx + x * cos - y * sin;
      placed[2 * i + 1] = cy + x * sin + y * cos;
    });
    return placed;
  });
}

/** How far along the gradient a pixel's center lies, 0 at one corner or side … 1 opposite. */
function gradientAmount(angle: number | null, size: number): (x: number, y: number) => number {
  const [cos, sin] = [Math.cos(angle ?? 0), Math.sin(angle ?? 0)];
  const scale = 1 / (size * (Math.abs(cos) + Math.abs(sin)));
  return (x, y) => 0.5 + ((x + 0.5 - size / 2) * cos + (y + 0.5 - size / 2) * sin) * scale;
}
