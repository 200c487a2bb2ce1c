import type { RandomStream } from "../../../random.ts";
import { drawPoints, pointFacts, pointOptions } from "../../families/index.ts";
import { dataset, type Point } from "../../records/index.ts";

/** How far the spiral's outer end lies from the origin. */
const outerRadius = 2;
const classes = ["roll"];

/** Points along a spiral. */
export const swissRoll = dataset({
  ...pointFacts,
  name: "swiss-roll",
  title: "Swiss roll",
  summary: "Points along a spiral of one and a half turns.",
  citation:
    "Stephen Marsland. Machine Learning: An Algorithmic Perspective. Chapman & Hall, 2009, " +
    "chapter 10.",
  options: pointOptions,
  classes: () => classes,
  open: (values) =>
    drawPoints("swiss-roll", { classes, place: (_, stream) => rollPoint(stream) }, values),
});

/**
 * A point of the spiral (t·cos t, t·sin t), t uniform in 1.5π … 4.5π, scaled to a radius of ⅔ … 2.
 *
 * The first and third coordinate of the Swiss roll as scikit-learn's `make_swiss_roll` draws it.
 * @see Marsland 2009, Machine Learning: An Algorithmic Perspective, ch. 10.
 */
function rollPoint(stream: RandomStream): Point {
  const t = 1.5 * Math.PI * (1 + 2 * stream.uniform());
  const radius = (outerRadius * t) / (4.5 * Math.PI);
  return [radius * Math.cos(t), radius * Math.sin(t)];
}
