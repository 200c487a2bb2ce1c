import { aroundCenters, pointFacts, pointOptions } from "../../families/index.ts";
import { adapt, dataset, modes, type Point } from "../../records/index.ts";

/** The radius of the circle, as in Metz et al. 2017. */
const radius = 2;

/** Points of equally likely Gaussians, equally spaced on a circle, counterclockwise from (2, 0). */
export const ring = dataset({
  ...pointFacts,
  ...aroundCenters("ring", centersOf),
  name: "ring",
  title: "Ring",
  summary: "Points of 8 Gaussians on a circle, or of as many as data.modes says.",
  citation:
    "Luke Metz, Ben Poole, David Pfau, Jascha Sohl-Dickstein. Unrolled Generative Adversarial " +
    "Networks. ICLR 2017. There data.std is 0.02.",
  options: { ...pointOptions, modes: adapt(modes, { default: 8 }) },
});

function centersOf(count: number): readonly Point[] {
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}
