import { aroundCenters, pointFacts, pointOptions } from "../../families/index.ts";
import { adapt, dataset, modes, type Point, std } from "../../records/index.ts";

/** Half the side of the grid, as in Lin et al. 2018; 25 centers are 2 apart. */
const extent = 4;

/** Points of equally likely Gaussians in equally spaced rows from −4 up to 4, each from left to right. */
export const grid = dataset({
  ...pointFacts,
  ...aroundCenters("grid", centersOf),
  name: "grid",
  title: "Grid",
  summary: "Points of 5 × 5 Gaussians, or of as many as data.modes says.",
  citation:
    "Akash Srivastava, Lazar Valkov, Chris Russell, Michael U. Gutmann, Charles Sutton. VEEGAN: " +
    "Reducing Mode Collapse in GANs using Implicit Variational Learning. NIPS 2017. " +
    "In PacGAN (Lin et al., NeurIPS 2018) data.std is 0.05.",
  options: {
    ...pointOptions,
    modes: adapt(modes, { default: 25, note: "a square number" }),
    std: adapt(std, { default: 0.1 }),
  },
  rules: [
    {
      keys: ["modes"],
      broken(values) {
        const side = Math.round(Math.sqrt(values.modes));
        return side ** 2 === values.modes
          ? undefined
          : `must be a square number for the grid, such as ${side ** 2}`;
      },
    },
  ],
});

function centersOf(count: number): readonly Point[] {
  const side = Math.sqrt(count);
  const place = (i: number) => (side === 1 ? 0 : extent * ((2 * i) / (side - 1) - 1));
  return Array.from({ length: count }, (_, i) => [place(i % side), place(Math.floor(i / side))]);
}
