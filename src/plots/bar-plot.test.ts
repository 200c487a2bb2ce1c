import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { barPlot } from "./bar-plot.ts";
import { toPng } from "./png.ts";

/** For each row of pixels of a color how many there are, rows without any left out. */
async function rowsOf(
  svg: ReturnType<typeof barPlot>,
  is: (r: number, g: number, b: number) => boolean,
) {
  const { png } = await toPng(svg);
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  const rows = Array.from({ length: info.height }, (_, y) => {
    let count = 0;
    for (let x = 0; x < info.width; x++) {
      const at = 3 * (y * info.width + x);
      if (is(data[at]!, data[at + 1]!, data[at + 2]!)) count++;
    }
    return count;
  });
  return rows.filter((count) => count > 0);
}
const red = (r: number, g: number, b: number) => r > 200 && g < 90 && b < 90;
const names = { x: { label: "" }, names: ["a", "b"] };
const plot = { ...names, color: "#ff0000" };

describe("bars", () => {
  test("are as long as their values, the first on top", async () => {
    const rows = await rowsOf(barPlot({ ...plot, values: [1, 3] }), red);
    const [first, last] = [rows[1]!, rows.at(-2)!];
    expect(last / first).toBeCloseTo(3, 1);
  });

  test("grow by equal ways for equal ratios on a log axis", async () => {
    const x = { label: "", scale: "log", range: [1, 1e4] } as const;
    const rows = await rowsOf(barPlot({ ...plot, x, values: [10, 1e3] }), red);
    expect(rows.at(-2)! / rows[1]!).toBeCloseTo(3, 1);
  });

  test("have their range in front, and none where a value is not finite", async () => {
    const range = { low: [1, Number.NaN], high: [3, Number.NaN] };
    const drawing = barPlot({ ...plot, values: [2, Number.NaN], range });
    const dark = await rowsOf(drawing, (r, g, b) => Math.max(r, g, b) < 140);
    const bar = (await rowsOf(drawing, red))[1]!;
    // from half the bar to one and a half times it
    expect(Math.max(...dark) / bar).toBeCloseTo(1, 1);
  });

  test("have the colors of their places", () => {
    const { svg } = barPlot({ ...names, values: [1, 3], places: [0, 1] });
    const found = [...svg.matchAll(/fill="(#0072b2|#d55e00)"/g)].map(([, color]) => color);
    expect(found).toEqual(["#0072b2", "#d55e00"]);
  });

  test("must be as many as their names", () => {
    expect(() => barPlot({ ...plot, values: [1] })).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: barPlot: there must be a value for each of 2 names, got 1]`,
    );
  });
});
