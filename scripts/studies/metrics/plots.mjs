/** The study's pictures. */
import { linePlots, toPng } from "../../../dist/plots/index.js";
import { metricNames, summary } from "./measure.mjs";

const series = (points, name, color) => {
  const { mean, low, high } = summary(
    points.map(({ repeats }) => repeats),
    name,
  );
  return {
    name: metricNames[name],
    x: points.map(({ x }) => x),
    y: mean,
    band: { low, high },
    color,
  };
};

const rows = [
  { names: ["frechet"], label: "Fréchet distance" },
  { names: ["kernel"], label: "kernel distance" },
  { names: ["precision", "recall", "density", "coverage"], label: "share" },
];

/** Distances and shares along several curves, a column for each. */
export function curvesPicture(curves) {
  const plots = rows.flatMap(({ names, label }) =>
    curves.map(({ title, x, points }) => ({
      title: names[0] === "frechet" ? title : undefined,
      x,
      y: { label },
      series: names.map((name) => series(points, name)),
    })),
  );
  return toPng(linePlots(plots, { columns: curves.length, width: 320, height: 200 }));
}

/** Distances between halves by the number of images, of several sets. */
export function halvesPicture(sets) {
  const x = { label: "images in each half", scale: "log" };
  const named = (name, key) =>
    sets.map(({ title, points }) => ({ ...series(points, key), name: `${title}${name}` }));
  return toPng(
    linePlots(
      [
        {
          title: "Fréchet distance of halves",
          x,
          y: { label: "Fréchet distance", scale: "log" },
          series: named("", "frechet"),
        },
        {
          title: "Kernel distance of halves",
          x,
          y: { label: "kernel distance" },
          series: named("", "kernel"),
        },
      ],
      { columns: 2 },
    ),
  );
}
