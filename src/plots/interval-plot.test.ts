import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { type IntervalPlot, intervalPlot } from "./interval-plot.ts";
import { toPng } from "./png.ts";

const BLUE = "#0072b2";
const axis = { label: "", scale: "log", range: [0.1, 10] } as const;
const row = { name: "a", median: 1, low: 0.1, high: 10, values: [] };

/** The columns of pixels of the first color, from the left, and how high each is. */
async function columnsOf(plot: IntervalPlot) {
  const { png } = await toPng(intervalPlot(plot));
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  const heights = Array.from({ length: info.width }, (_, x) => {
    let count = 0;
    for (let y = 0; y < info.height; y++) {
      const at = 3 * (y * info.width + x);
      const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!];
      if (r < 90 && g > 80 && g < 150 && b > 150) count++;
    }
    return { x, count };
  });
  return heights.filter(({ count }) => count > 0);
}

describe("intervals", () => {
  test("reach from end to end, the median where it belongs", async () => {
    const columns = await columnsOf({ x: axis, rows: [row] });
    const [left, right] = [columns[0]!.x, columns.at(-1)!.x];
    const highest = columns.reduce((a, b) => (b.count > a.count ? b : a));
    expect((highest.x - left) / (right - left)).toBeCloseTo(0.5, 1);
    const high = { ...row, median: Math.sqrt(10) };
    const moved = await columnsOf({ x: axis, rows: [high] });
    const peak = moved.reduce((a, b) => (b.count > a.count ? b : a));
    expect((peak.x - left) / (right - left)).toBeCloseTo(0.75, 1);
  });

  test("end at the frame where they do not end", async () => {
    const wide = await columnsOf({ x: axis, rows: [{ ...row, low: 0, high: Infinity }] });
    const whole = await columnsOf({ x: axis, rows: [row] });
    expect(wide).toEqual(whole);
  });

  test("have a row and a color each, and the values that have a place", () => {
    const rows = [
      { ...row, values: [0.5, 2, Infinity] },
      { ...row, name: "b", place: 1 },
    ];
    const { svg, height } = intervalPlot({ x: axis, rows, reference: 1 });
    const fills = (color: string) => svg.split(`fill="${color}"`).length - 1;
    expect([fills(BLUE), fills("#d55e00")]).toEqual([3, 1]);
    expect(height).toBe(intervalPlot({ x: axis, rows: [row] }).height + 24);
    expect(svg).toMatch(/stroke-dasharray/);
    expect(intervalPlot({ x: axis, rows }).svg).not.toMatch(/stroke-dasharray/);
  });

  test("must be some", () => {
    expect(() => intervalPlot({ x: axis, rows: [] })).toThrow(
      "intervalPlot: there must be at least one row, got none",
    );
  });
});
