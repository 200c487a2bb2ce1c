/** The study's pictures. */
import { type Axis, type LinePlot, linePlots, type Png, type Series, toPng } from "evenkeel/plots";
import { counts } from "./curves.ts";
import { type Curve, type MetricKey, metricNames } from "./measure.ts";

const style = { width: 360, height: 200 };

/** A curve and how it is drawn. */
export interface ShownCurve {
  readonly title?: string;
  readonly x: Axis;
  readonly curve: Curve;
}

function series(curve: Curve, name: MetricKey, title: string = metricNames[name]): Series {
  const { mean, low, high } = curve[name]!;
  return { name: title, x: curve.x, y: mean, band: { low, high } };
}

/** A distance along a curve. */
function distancePlot(
  name: "frechet" | "kernel",
  { curve, ...rest }: ShownCurve,
  scale: "linear" | "log" = "linear",
): LinePlot {
  return { ...rest, y: { label: metricNames[name], scale }, series: [series(curve, name)] };
}

/** Precision, recall, density and coverage along a curve. */
function sharesPlot({ curve, ...rest }: ShownCurve): LinePlot {
  const names = ["precision", "recall", "density", "coverage"] as const;
  const highest = Math.max(1.1, 1.05 * Math.max(...(curve.density?.high ?? [])));
  return {
    ...rest,
    y: { label: "share", range: [0, highest] },
    series: names.map((name) => series(curve, name)),
  };
}

/** Distances and shares along several curves, a column for each. */
export function curvesPicture(curves: readonly ShownCurve[]): Promise<Png> {
  const untitled = curves.map(({ x, curve }) => ({ x, curve }));
  const plots = [
    ...curves.map((shown) => distancePlot("frechet", shown)),
    ...untitled.map((shown) => distancePlot("kernel", shown)),
    ...untitled.map(sharesPlot),
  ];
  return toPng(linePlots(plots, { ...style, columns: curves.length }));
}

/** A GAN's distances and shares while it learns, side by side. */
export function ganPicture({ title = "", x, curve }: ShownCurve): Promise<Png> {
  const shown = { x, curve };
  const plots = [
    distancePlot("frechet", shown, "log"),
    distancePlot("kernel", { title, ...shown }, "log"),
    sharesPlot(shown),
  ];
  return toPng(linePlots(plots, style));
}

/** Distances between halves by the number of images, of several sets by their titles. */
export function halvesPicture(sets: Readonly<Record<string, Curve>>): Promise<Png> {
  const x: Axis = { label: "images in each half", scale: "log", ticks: counts };
  const plot = (name: "frechet" | "kernel", title: string, scale: "linear" | "log"): LinePlot => ({
    title,
    x,
    y: { label: metricNames[name], scale },
    series: Object.entries(sets).map(([set, curve]) => series(curve, name, set)),
  });
  const plots = [
    plot("frechet", "Fréchet distance of halves", "log"),
    plot("kernel", "Kernel distance of halves", "linear"),
  ];
  return toPng(linePlots(plots));
}
