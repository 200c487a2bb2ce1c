import type { RandomStream } from "../../../random.ts";
import { drawPoints, pointFacts, pointOptions } from "../../families/index.ts";
import { dataset, type Point } from "../../records/index.ts";

const classes = ["upper", "lower"];

/** Points along two interleaving half circles. */
export const moons = dataset({
  ...pointFacts,
  name: "moons",
  title: "Moons",
  summary: "Points along two interleaving half circles.",
  citation: null,
  options: pointOptions,
  classes: () => classes,
  open: (values) => drawPoints("moons", { classes, place: moonPoint }, values),
});

/**
 * A point of one of two interleaving half circles of radius 1, at a uniform angle: the upper one
 * (label 0) around (−0.5, −0.25), the lower one (label 1) around (0.5, 0.25).
 *
 * The half circles of scikit-learn's `make_moons`, moved to the origin.
 */
function moonPoint(label: number, stream: RandomStream): Point {
  const angle = Math.PI * stream.uniform();
  const sign = label === 0 ? 1 : -1;
  return [sign * (Math.cos(angle) - 0.5), sign * (Math.sin(angle) - 0.25)];
}
