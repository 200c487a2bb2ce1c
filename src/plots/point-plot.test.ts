import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { type PointPlot, pointPlot, pointsGrid } from "./point-plot.ts";

const style = { size: 100 };
/** Shown: −1.15 … 1.15 along both axes, on the pixels 14 … 114. */
const real = Float32Array.of(-1, -1, 1, 1, -1, 1, 1, -1);

type Color = readonly [red: number, green: number, blue: number];

interface Picture {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): Color;
}

async function decode(png: Uint8Array): Promise<Picture> {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(3);
  const at = (x: number, y: number): Color => {
    const first = 3 * (Math.round(y) * info.width + Math.round(x));
    return [data[first]!, data[first + 1]!, data[first + 2]!];
  };
  return { width: info.width, height: info.height, at };
}

const draw = async (points: readonly number[], behind = real) =>
  decode((await pointPlot({ points: Float32Array.from(points), real: behind }, style)).png);

/** Where a place of the plane is drawn, in pixels. */
const pixel = (x: number, y: number) => [64 + (x * 50) / 1.15, 64 - (y * 50) / 1.15] as const;

const isRed = ([red, green, blue]: Color) => red - green > 40 && red - blue > 40;
const isGray = ([red, green, blue]: Color) =>
  Math.abs(red - blue) < 30 && Math.abs(red - green) < 30 && red < 235;

/** How many pixels inside the frame are reddish. */
function redPixels({ at }: Picture): number {
  let count = 0;
  for (let y = 14; y < 114; y++) for (let x = 14; x < 114; x++) if (isRed(at(x, y))) count++;
  return count;
}

describe("pointPlot", () => {
  test("is an RGB image of the size that it tells", async () => {
    const plot = await pointPlot({ points: new Float32Array(2), real });
    const { width, height } = await decode(plot.png);
    expect(plot).toMatchObject({ width: 508, height: 534, channels: 3 });
    expect([width, height]).toEqual([508, 534]);
  });

  test("generated points are red, real ones gray, x to the right and y up", async () => {
    const picture = await draw([0.5, 0.25, -0.6, -0.3]);
    expect(isRed(picture.at(...pixel(0.5, 0.25)))).toBe(true);
    expect(isRed(picture.at(...pixel(-0.6, -0.3)))).toBe(true);
    for (const corner of [pixel(-1, -1), pixel(1, 1), pixel(-1, 1), pixel(1, -1)]) {
      expect(isGray(picture.at(...corner))).toBe(true);
    }
    for (const empty of [pixel(0.5, -0.25), pixel(-0.5, 0.25), pixel(0.9, 0.1)]) {
      expect(picture.at(...empty)).toEqual([255, 255, 255]);
    }
  });

  test("more points in one place are darker", async () => {
    const [once, often] = [await draw([0.5, 0.5]), await draw([0.5, 0.5, 0.5, 0.5, 0.5, 0.5])];
    const green = (picture: Picture) => picture.at(...pixel(0.5, 0.5))[1];
    expect(green(often)).toBeLessThan(green(once) - 30);
  });

  test("points outside are drawn at the frame and move no other", async () => {
    const [plain, with9] = [await draw([0.5, 0.25]), await draw([0.5, 0.25, 9, 0.5, -0.5, -40])];
    expect(isRed(with9.at(114, pixel(0, 0.5)[1]))).toBe(true);
    expect(isRed(with9.at(pixel(-0.5, 0)[0], 114))).toBe(true);
    expect(isRed(plain.at(114, pixel(0, 0.5)[1]))).toBe(false);
    expect(with9.at(...pixel(0.5, 0.25))).toEqual(plain.at(...pixel(0.5, 0.25)));
  });

  test("both axes have one scale, around the middle of the real points", async () => {
    const picture = await draw([2, 5], Float32Array.of(1, 5, 3, 5));
    expect(isRed(picture.at(64, 64))).toBe(true);
    const wide = await draw([2, 5.5], Float32Array.of(1, 5, 3, 5));
    expect(isRed(wide.at(...pixel(0, 0.5)))).toBe(true);
  });

  test("points that are not finite are left out; a single real point is enough", async () => {
    const bad = [Number.NaN, 0, Number.POSITIVE_INFINITY, 0, 0, Number.NEGATIVE_INFINITY];
    expect(redPixels(await draw(bad))).toBe(0);
    expect(isRed((await draw([3, 4], Float32Array.of(3, 4))).at(64, 64))).toBe(true);
    expect(redPixels(await draw([]))).toBe(0);
  });

  test("is the same file each time", async () => {
    const plot = { points: Float32Array.of(0.1, 0.2, 0.3, 0.4), real };
    expect((await pointPlot(plot)).png).toEqual((await pointPlot(plot)).png);
  });

  test("refuses what are no points", async () => {
    await expect(
      pointPlot({ points: new Float32Array(3), real }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: pointPlot: points must be [N, 2], got 3 values]`,
    );
    await expect(
      pointPlot({ points: new Float32Array(2), real: Float32Array.of(Number.NaN, 1) }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: pointPlot: there must be a finite real point, got none]`,
    );
  });
});

describe("pointsGrid", () => {
  const plots: readonly PointPlot[] = [
    { points: Float32Array.of(0.5, 0.5), real },
    { points: Float32Array.of(-0.5, 0.5), real },
    { points: Float32Array.of(0.5, -0.5), real },
  ];

  test("a single one is the plot with its title", async () => {
    const [grid, plot] = [
      await pointsGrid(plots.slice(0, 1), ["a < b & c"], { columns: 4 }),
      await pointPlot(plots[0]!, { title: "a < b & c", size: 320 }),
    ];
    expect(grid.png).toEqual(plot.png);
    const untitled = await pointPlot(plots[0]!, { size: 320 });
    expect(plot.height - untitled.height).toBe(26);
  });

  test("lays the plots out row by row", async () => {
    const grid = await pointsGrid(plots, ["1", "2", "3"], { columns: 2, size: 100 });
    const picture = await decode(grid.png);
    expect([picture.width, picture.height]).toEqual([256, 14 + 2 * 166]);
    const corners = [
      [0, 26],
      [128, 26],
      [0, 192],
    ] as const;
    for (const [i, [left, top]] of corners.entries()) {
      const single = await draw([...plots[i]!.points]);
      for (let y = 14; y < 114; y += 3) {
        for (let x = 14; x < 114; x++) {
          expect(picture.at(left + x, top + y)).toEqual(single.at(x, y));
        }
      }
    }
    expect(picture.at(192, 250)).toEqual([255, 255, 255]);
  });

  test("refuses no plot, and titles that are not one for each", async () => {
    await expect(pointsGrid([], [], { columns: 2 })).rejects.toThrow("got 0 plots and 0 titles");
    await expect(pointsGrid(plots, ["1"], { columns: 2 })).rejects.toThrow("3 plots and 1 titles");
  });
});
