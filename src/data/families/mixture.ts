/** Built-in sets of points around centers. */
import type { ImageDataset } from "../dataset/index.ts";
import type { Mixture, Point } from "../records/index.ts";
import { drawPoints, type PointValues } from "./points.ts";

/** Which points, around how many centers. */
interface MixtureValues extends PointValues {
  readonly modes: number;
}

/** The parts of a record of points around centers, each center a class. */
export function aroundCenters(name: string, centersOf: (modes: number) => readonly Point[]) {
  const classes = ({ modes }: MixtureValues): readonly string[] =>
    Array.from({ length: modes }, (_, i) => `mode ${i + 1}`);
  const mixture = ({ modes, std }: MixtureValues): Mixture => ({ centers: centersOf(modes), std });
  const open = (values: MixtureValues): ImageDataset => {
    const { centers } = mixture(values);
    const place = (label: number) => centers[label] as Point;
    return drawPoints(name, { classes: classes(values), place }, values);
  };
  return { classes, mixture, open };
}
