/** Plots as SVG and PNG. */
export type { Axis } from "./axes.ts";
export { type BarPlot, barPlot } from "./bar-plot.ts";
export type { Series } from "./curve.ts";
export { type IntervalPlot, type IntervalRow, intervalPlot } from "./interval-plot.ts";
export { type LinePlot, type LinePlotStyle, linePlot, linePlots } from "./line-plot.ts";
export { type Png, toPng } from "./png.ts";
export {
  type PointPlot,
  type PointPlotStyle,
  type PointsGridStyle,
  pointPlot,
  pointsGrid,
} from "./point-plot.ts";
export type { Drawing } from "./svg.ts";
