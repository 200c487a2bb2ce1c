import sharp from "sharp";
import { expect, test } from "vitest";
import { svgOf } from "./svg.ts";

const chart = {
  ...{
    title: "loss <d>",
    xLabel: "generator steps",
    smoothing: 0,
    logarithmic: false,
    main: false,
  },
  series: [{ name: "a & b", color: "#ff0000", x: [0, 100], y: [1, 1] }],
};

/** The colors of a column of pixels, from the top. */
async function column(svg: string, x: number): Promise<readonly string[]> {
  const { data, info } = await sharp(Buffer.from(svg)).raw().toBuffer({ resolveWithObject: true });
  return Array.from({ length: info.height }, (_, y) => {
    const at = (y * info.width + x) * info.channels;
    return data.subarray(at, at + 3).toString("hex");
  });
}

/** Red, or red that is mixed with white at the edge of a line. */
const isReddish = (color: string) => /^[d-f].[0-b].[0-b]./.test(color);

test("a drawing that other programs read, in which names are text", async () => {
  const svg = svgOf(chart);
  expect(svg).toContain("loss &lt;d&gt;");
  expect(svg).toContain("a &amp; b");
  const { width, format } = await sharp(Buffer.from(svg)).metadata();
  expect({ width, format }).toEqual({ width: 720, format: "svg" });
});

test("curves are where their values are, bands around them", async () => {
  const rising = {
    ...chart,
    series: [
      { name: "a", color: "#ff0000", x: [0, 100], y: [0, 10] },
      { name: "b", color: "#0000ff", x: [0, 100], y: [5, 5], low: [2.5, 2.5], high: [7.5, 7.5] },
    ],
  };
  const left = await column(svgOf(rising), 70);
  const right = await column(svgOf(rising), 698);
  expect(left.findIndex(isReddish)).toBeGreaterThan(right.findIndex(isReddish));
  // the plot is from 36 (10) to 374 (0): the band from 7.5 to 2.5
  const shaded = left.flatMap((color, y) => (color === "ffffff" ? [] : [y])).filter((y) => y > 60);
  expect(Math.min(...shaded)).toBeLessThanOrEqual(122);
  expect(left[200]).not.toBe("ffffff");
  expect(left[340]).toBe("ffffff");
});

test("outliers are cut off where most values choose the axis", async () => {
  const y = Array.from({ length: 100 }, (_, i) => (i === 50 ? 1e6 : Math.sin(i)));
  const x = y.map((_, i) => i);
  const spiked = { ...chart, series: [{ name: "a", color: "#ff0000", x, y }] };
  const red = (pixels: readonly string[]) =>
    pixels.flatMap((color, at) => (isReddish(color) ? [at] : []));
  const spread = (at: readonly number[]) => Math.max(...at) - Math.min(...at);
  const rows = async (main: boolean) => {
    const columns = await Promise.all(
      [100, 200, 300].map((at) => column(svgOf({ ...spiked, main }), at)),
    );
    return columns.flatMap(red);
  };
  expect(spread(await rows(false))).toBeLessThan(10);
  const shown = await rows(true);
  expect(spread(shown)).toBeGreaterThan(100);
  expect(Math.min(...shown)).toBeGreaterThanOrEqual(36);
});

test("values without a place on a logarithmic axis are left out, and no values are no error", () => {
  const odd = { ...chart, logarithmic: true, reference: { value: 1, label: "LeCun's" } };
  const [one] = chart.series;
  const svg = svgOf({ ...odd, series: [{ ...one!, x: [0, 1, 2], y: [0, 10, null] }] });
  expect(svg).not.toMatch(/NaN|Infinity/);
  expect(svg).toContain("LeCun's");
  expect(svgOf({ ...chart, series: [] })).not.toMatch(/NaN|Infinity|undefined/);
});
