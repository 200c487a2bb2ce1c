/** The study's pictures. */
import { linePlots, toPng } from "../../../dist/plots/index.js";
import { counts } from "./curves.mjs";
import { metricNames } from "./measure.mjs";

const style = { width: 360, height: 200 };

const series = (curve, name, title = metricNames[name]) => {
  const { mean, low, high } = curve[name];
  return { name: title, x: curve.x, y: mean, band: { low, high } };
};

/** A distance along a curve. */
const distancePlot = (name, { title, x, curve }, scale = "linear") => ({
  title,
  x,
  y: { label: metricNames[name], scale },
  series: [series(curve, name)],
});

/** Precision, recall, density and coverage along a curve. */
const sharesPlot = ({ title, x, curve }) => {
  const names = ["precision", "recall", "density", "coverage"];
  const highest = Math.max(1.1, 1.05 * Math.max(...curve.density.high));
  return {
    title,
    x,
    y: { label: "share", range: [0, highest] },
    series: names.map((name) => series(curve, name)),
  };
};

/** Distances and shares along several curves, a column for each. */
export function curvesPicture(curves) {
  const untitled = curves.map(({ x, curve }) => ({ x, curve }));
  const plots = [
    ...curves.map((shown) => distancePlot("frechet", shown)),
    ...untitled.map((shown) => distancePlot("kernel", shown)),
    ...untitled.map(sharesPlot),
  ];
  return toPng(linePlots(plots, { ...style, columns: curves.length }));
}

/** A GAN's distances and shares while it learns, side by side. */
export function ganPicture({ title, x, curve }) {
  const shown = { x, curve };
  const plots = [
    distancePlot("frechet", shown, "log"),
    distancePlot("kernel", { title, ...shown }, "log"),
    sharesPlot(shown),
  ];
  return toPng(linePlots(plots, style));
}

/** Distances between halves by the number of images, of several sets by their titles. */
export function halvesPicture(sets) {
  const x = { label: "images in each half", scale: "log", ticks: counts };
  const plot = (name, title, scale) => ({
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
