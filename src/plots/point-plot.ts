/** Scatter plots of generated points over real ones. */
import { EvenkeelError } from "../errors.ts";
import { type Png, toPng } from "./png.ts";
import { drawFrame, drawing, drawTitle, fixed, inks } from "./svg.ts";

/** Points in the plane, `[N, 2]`: x and y of one after the other. */
type Points = Float32Array | Float64Array;

/** What a plot shows. */
export interface PointPlot {
  /** The generated points, in front. */
  readonly points: Points;
  /** The real points, behind; they alone decide the range of the axes. At least one. */
  readonly real: Points;
}

/** How a plot is drawn. */
export interface PointPlotStyle {
  /** A line above the plot; default none. */
  readonly title?: string;
  /** Width and height of the area inside the frame, in pixels; default 480. */
  readonly size?: number;
}

/** How several plots are laid out. */
export interface PointsGridStyle {
  /** How many plots a row has; fewer plots make a single, shorter row. */
  readonly columns: number;
  /** Width and height of the area inside each frame, in pixels; default 320. */
  readonly size?: number;
}

/** The part of the plane that a plot shows: a square around a center. */
interface View {
  readonly x: number;
  readonly y: number;
  /** Half the side of the square. */
  readonly half: number;
}

const padding = 14;
const titleHeight = 26;
const captionHeight = 26;
/** Free space around the real points, a share of half their extent. */
const margin = 0.15;
const colors = { generated: "#d6301d", real: "#c9ced8" } as const;

/**
 * Draws generated points (red, translucent, so that many in one place look darker) over real ones
 * (pale gray) into a PNG file.
 *
 * Both axes have the same scale, x to the right and y up. The range is that of the real points and a
 * margin, so plots with the same real points can be laid side by side or one after the other.
 * Generated points outside are drawn at the frame, those that are not finite are not drawn; the line
 * below counts all. The words need a font that the system knows.
 *
 * @throws EvenkeelError `SHAPE` for points that are not `[N, 2]`, or for no finite real point.
 */
export async function pointPlot(plot: PointPlot, style: PointPlotStyle = {}): Promise<Png> {
  return drawAll(
    [plot],
    style.title === undefined ? undefined : [style.title],
    1,
    style.size ?? 480,
  );
}

/**
 * Draws plots as {@link pointPlot} does, row by row into one PNG file, each with its title above.
 *
 * @param plots at least one.
 * @param titles one for each plot.
 * @throws EvenkeelError `SHAPE` as {@link pointPlot}, or for another number of titles than plots.
 */
export async function pointsGrid(
  plots: readonly PointPlot[],
  titles: readonly string[],
  { columns, size = 320 }: PointsGridStyle,
): Promise<Png> {
  if (plots.length === 0 || titles.length !== plots.length) {
    throw new EvenkeelError(
      "SHAPE",
      `pointsGrid: there must be plots and as many titles, got ${plots.length} plots and ${titles.length} titles`,
    );
  }
  return drawAll(plots, titles, Math.min(columns, plots.length), size);
}

async function drawAll(
  plots: readonly PointPlot[],
  titles: readonly string[] | undefined,
  columns: number,
  size: number,
): Promise<Png> {
  const above = titles === undefined ? 0 : titleHeight;
  const stepX = size + 2 * padding;
  const stepY = above + size + captionHeight + padding;
  const width = columns * stepX;
  const height = padding + Math.ceil(plots.length / columns) * stepY;
  const cells = plots.map((plot, i) => {
    const left = padding + (i % columns) * stepX;
    const top = padding + above + Math.floor(i / columns) * stepY;
    const title = titles === undefined ? "" : drawTitle(titles[i] as string, size);
    return `<g transform="translate(${left} ${top})">${title}${drawPlot(plot, size)}</g>`;
  });
  return toPng(drawing(width, height, cells.join("")));
}

/** One plot with its frame's upper left corner at the origin. */
function drawPlot({ points, real }: PointPlot, size: number): string {
  const view = viewOf(real);
  const radius = Math.max(1.2, size / 240);
  const behind = placed(real, view, size);
  const front = placed(points, view, size);
  return [
    drawFrame(size, size),
    drawAxes(view, size),
    `<path d="${behind.places.map(([x, y]) => `M${x} ${y}h0`).join("")}" stroke="${colors.real}" ` +
      `stroke-width="${fixed(3 * radius)}" stroke-linecap="round"/>`,
    `<g fill="${colors.generated}" fill-opacity="0.4">`,
    ...front.places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="${fixed(radius)}"/>`),
    "</g>",
    drawCaption(front, behind.places.length, size),
  ].join("");
}

/** Where x is 0 and where y is 0, as far as that is to be seen. */
function drawAxes(view: View, size: number): string {
  const scale = size / (2 * view.half);
  const [x, y] = [size / 2 - view.x * scale, size / 2 + view.y * scale];
  const path =
    (x > 0 && x < size ? `M${fixed(x)} 0v${size}` : "") +
    (y > 0 && y < size ? `M0 ${fixed(y)}h${size}` : "");
  return path === "" ? "" : `<path d="${path}" stroke="${inks.axes}"/>`;
}

/** Points as pixels of the plot, and how many of them are elsewhere. */
interface Placed {
  readonly places: readonly (readonly [x: string, y: string])[];
  readonly outside: number;
  readonly notFinite: number;
}

function placed(points: Points, view: View, size: number): Placed {
  const scale = size / (2 * view.half);
  const places: [string, string][] = [];
  let [outside, notFinite] = [0, 0];
  forEachPoint(points, (x, y) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      notFinite++;
      return;
    }
    const [px, py] = [size / 2 + (x - view.x) * scale, size / 2 - (y - view.y) * scale];
    const [cx, cy] = [Math.min(size, Math.max(0, px)), Math.min(size, Math.max(0, py))];
    if (cx !== px || cy !== py) outside++;
    places.push([fixed(cx), fixed(cy)]);
  });
  return { places, outside, notFinite };
}

function viewOf(real: Points): View {
  let [left, right] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [low, high] = [left, right];
  forEachPoint(real, (x, y) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [low, high] = [Math.min(low, y), Math.max(high, y)];
  });
  if (left > right) {
    throw new EvenkeelError("SHAPE", "pointPlot: there must be a finite real point, got none");
  }
  const half = ((1 + margin) * Math.max(right - left, high - low)) / 2;
  return { x: (left + right) / 2, y: (low + high) / 2, half: half > 0 ? half : 1 };
}

function forEachPoint(points: Points, visit: (x: number, y: number) => void): void {
  if (points.length % 2 !== 0) {
    throw new EvenkeelError(
      "SHAPE",
      `pointPlot: points must be [N, 2], got ${points.length} values`,
    );
  }
  for (let i = 0; i < points.length; i += 2) visit(points[i] as number, points[i + 1] as number);
}

/** The line below: what the colors mean, and how many points there are and are not to be seen. */
function drawCaption(front: Placed, realCount: number, size: number): string {
  const generated = front.places.length + front.notFinite;
  const entries = [
    [colors.generated, `${generated} generated`],
    [colors.real, `${realCount} real`],
  ] as const;
  const fontSize = size < 320 ? 10 : 12;
  const step = 8.2 * fontSize + 14;
  const baseline = size + 19;
  const legend = entries.map(
    ([color, words], i) =>
      `<circle cx="${fixed(4 + i * step)}" cy="${baseline - fontSize * 0.34}" r="4" fill="${color}"/>` +
      `<text x="${fixed(13 + i * step)}" y="${baseline}">${words}</text>`,
  );
  const missing = [
    front.outside > 0 && `${front.outside} outside`,
    front.notFinite > 0 && `${front.notFinite} not finite`,
  ].filter((words) => words !== false);
  return (
    `<g font-size="${fontSize}" fill="${inks.caption}">${legend.join("")}` +
    `<text x="${size}" y="${baseline}" text-anchor="end" fill="${colors.generated}">` +
    `${missing.join(", ")}</text></g>`
  );
}
