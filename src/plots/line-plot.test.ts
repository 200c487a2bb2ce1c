import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { type LinePlot, linePlot, linePlots } from "./line-plot.ts";
import { toPng } from "./png.ts";

type Color = readonly [red: number, green: number, blue: number];

const style = { width: 100, height: 100 };
/** The frame's upper left corner, in pixels. */
const [left, top] = [66, 34];

/** Pixels of a plot whose frame shows 0 … 10 along both axes. */
async function draw(plot: Pick<LinePlot, "series"> & Partial<LinePlot>) {
  const axis = { label: "", range: [0, 10], ticks: [] } as const;
  const { png } = await toPng(linePlot({ x: axis, y: axis, ...plot }, style));
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  return (x: number, y: number): Color => {
    const place = 3 * (Math.round(top + 100 - 10 * y) * info.width + Math.round(left + 10 * x));
    return [data[place]!, data[place + 1]!, data[place + 2]!];
  };
}

const white = [255, 255, 255];
const isRed = ([red, green, blue]: Color) => red > 180 && green < 80 && blue < 80;
const isPale = ([red, green, blue]: Color) =>
  red === 255 && green < 240 && green > 180 && blue > 180;
const red = { name: "red", color: "#ff0000" };

/** The words of a drawing in their order. */
const wordsOf = (svg: string) => [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text);
const ticksOf = (axis: Partial<LinePlot["x"]>, x: readonly number[]) =>
  wordsOf(
    linePlot({
      x: { label: "", ...axis },
      y: { label: "", ticks: [] },
      series: [{ ...red, x, y: x }],
    }).svg,
  );

describe("a curve", () => {
  test("goes through its points, x to the right and y up", async () => {
    const at = await draw({ series: [{ ...red, x: [1, 5, 9], y: [2, 8, 2] }] });
    for (const [x, y] of [
      [1, 2],
      [5, 8],
      [9, 2],
      [3, 5],
      [7, 5],
    ] as const) {
      expect(isRed(at(x, y))).toBe(true);
    }
    for (const [x, y] of [
      [5, 2],
      [1, 8],
      [9, 8],
    ] as const)
      expect(at(x, y)).toEqual(white);
  });

  test("has a gap where a value has no place", async () => {
    const at = await draw({
      series: [{ ...red, x: [1, 3, 5, 7, 9], y: [5, 5, Number.NaN, 5, 5] }],
    });
    expect([2, 4, 6, 8].map((x) => isRed(at(x, 5)))).toEqual([true, false, false, true]);
  });

  test("stays within the frame", async () => {
    const at = await draw({ series: [{ ...red, x: [5, 5], y: [5, 100] }] });
    expect(isRed(at(5, 9.9))).toBe(true);
    expect(at(5, 11)).toEqual(white);
  });

  test("has its band behind it, between its edges", async () => {
    const band = { low: [2, 2], high: [8, 8] };
    const at = await draw({ series: [{ ...red, x: [0, 10], y: [5, 5], band }] });
    expect([1, 3, 7, 9].map((y) => isPale(at(5, y)))).toEqual([false, true, true, false]);
    expect(isRed(at(5, 5))).toBe(true);
  });

  test("the first of several is in front", async () => {
    const blue = { name: "blue", color: "#0000ff" };
    const line = { x: [0, 10], y: [5, 5] };
    const at = await draw({
      series: [
        { ...red, ...line },
        { ...blue, ...line },
      ],
    });
    expect(isRed(at(5, 5))).toBe(true);
  });

  test("on a log axis equal ratios are equal ways, and what is not above 0 has no place", async () => {
    const x = { label: "", scale: "log", range: [1, 1e4], ticks: [] } as const;
    const at = await draw({ x, series: [{ ...red, x: [0, 1, 100, -1, 1e4], y: [1, 2, 5, 5, 8] }] });
    expect(isRed(at(5, 5))).toBe(true);
    expect(isRed(at(2.5, 3.5))).toBe(true);
    expect(isRed(at(7.5, 6.5))).toBe(false);
  });
});

describe("axes", () => {
  test("write round numbers", () => {
    expect(ticksOf({}, [0, 1])).toEqual(["0", "0.2", "0.4", "0.6", "0.8", "1"]);
    expect(ticksOf({}, [-3, 17])).toEqual(["0", "5", "10", "15"]);
    expect(ticksOf({}, [-2e-4, 6e-4])).toEqual(["−2e−4", "0", "2e−4", "4e−4", "6e−4"]);
    expect(ticksOf({}, [2e6, 9e6])).toEqual(["2e6", "4e6", "6e6", "8e6"]);
    expect(ticksOf({}, [3, 3])).toEqual(["2.6", "2.8", "3", "3.2", "3.4"]);
    expect(ticksOf({}, [Number.NaN])).toEqual(["0", "0.2", "0.4", "0.6", "0.8", "1"]);
  });

  test("on a log axis powers of ten, and 2 and 5 times them where these are few", () => {
    expect(ticksOf({ scale: "log" }, [1, 1e6])).toEqual(
      "1 10 100 1000 10000 100000 1e6".split(" "),
    );
    expect(ticksOf({ scale: "log" }, [500, 25_000])).toEqual(
      "500 1000 2000 5000 10000 20000".split(" "),
    );
    expect(ticksOf({ scale: "log" }, [1e-20, 1]).length).toBeLessThan(10);
  });

  test("write what they are asked for, as far as it is to be seen", () => {
    expect(ticksOf({ ticks: [1, 3, 99] }, [1, 2, 3])).toEqual(["1", "3"]);
  });
});

describe("the drawing", () => {
  const plot: LinePlot = {
    title: "a < b & c",
    x: { label: "steps", ticks: [] },
    y: { label: "distance", ticks: [] },
    series: [{ ...red, x: [1], y: [1] }],
  };

  test("has title and labels, and a legend for more than one curve", () => {
    expect(wordsOf(linePlot(plot).svg)).toEqual(["distance", "steps", "a &lt; b &amp; c"]);
    const two = [...plot.series, { name: "blue & green", x: [1], y: [1] }];
    expect(wordsOf(linePlot({ ...plot, series: two }).svg)).toEqual(
      expect.arrayContaining(["red", "blue &amp; green"]),
    );
  });

  test("has other dashes and marks for each curve, the same for the same place", () => {
    const at = (place: number) => {
      const values = { x: [1, 2], y: [1, 2], name: "a", color: "#123456" };
      const { svg } = linePlot({ ...plot, series: [{ ...values, place }] });
      const [, dashes = "solid"] =
        /stroke="#123456"[^>]*stroke-dasharray="([^"]*)"/.exec(svg) ?? [];
      const marks = [...svg.matchAll(/<path d="([^"]*)"[^>]*fill="#123456"/g)].map(([, d]) => d);
      return `${dashes} ${marks[0]?.replaceAll(/[\d.-]+/g, "")}`;
    };
    const looks = Array.from({ length: 20 }, (_, place) => at(place));
    expect(new Set(looks).size).toBe(20);
    expect(at(3)).toBe(looks[3]);
    expect(at(3)).not.toContain("undefined");
  });

  test("names a single curve if asked", () => {
    expect(wordsOf(linePlot({ ...plot, legend: true }).svg)).toContain("red");
  });

  test("marks only some of many values", () => {
    const many = Array.from({ length: 400 }, (_, i) => i);
    const marks = (series: object) =>
      linePlot({ ...plot, series: [{ ...red, x: many, y: many, ...series }] }).svg.match(
        /fill="#ff0000"/g,
      )?.length ?? 0;
    expect(marks({})).toBe(8);
    expect(marks({ marks: "both" })).toBe(400);
    expect(marks({ marks: "line" })).toBe(0);
  });

  test("is as large as it tells, its legend in as many lines as it needs", async () => {
    const many = Array.from({ length: 6 }, (_, i) => ({
      name: `a long name ${i}`,
      x: [i],
      y: [i],
    }));
    const drawing = linePlots([plot, plot, { ...plot, series: many }], { ...style, columns: 2 });
    expect(drawing).toMatchObject({ width: 2 * 184, height: 194 + 194 + 6 * 20 });
    const { png, width, height } = await toPng(drawing);
    expect(await sharp(png).metadata()).toMatchObject({ width, height, channels: 3 });
  });

  test("refuses what cannot be drawn", () => {
    expect(() => linePlots([])).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: linePlots: there must be a plot, got none]`,
    );
    expect(() =>
      linePlot({ ...plot, series: [{ ...red, x: [1], y: [1, 2] }] }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: linePlot: the values of a curve must be equally many, got 1, 2 in red]`,
    );
    expect(() =>
      linePlot({ ...plot, x: { label: "", scale: "log", range: [0, 1] } }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: axis: a range must go up (on a log axis from above 0), got 0 … 1]`,
    );
    expect(() =>
      linePlot({ ...plot, y: { label: "", range: [2, 1] } }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: axis: a range must go up (on a log axis from above 0), got 2 … 1]`,
    );
  });
});
