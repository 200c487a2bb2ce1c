/** Plots as SVG and PNG. */
export type { Series } from "./curve.ts";
export { type Axis, type LinePlot, type LinePlotStyle, linePlot, linePlots } from "./line-plot.ts";
export { type Png, toPng } from "./png.ts";
export {
  type PointPlot,
  type PointPlotStyle,
  type PointsGridStyle,
  pointPlot,
  pointsGrid,
} from "./point-plot.ts";
export type { Drawing } from "./svg.ts";
