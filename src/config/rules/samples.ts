/** The rule on the sample grids of a run. */
import { imageShapeOf } from "../../data/index.ts";
import { PIXELS } from "../../limits.ts";
import type { Rule } from "./rule.ts";

export const sampleRules: readonly Rule[] = [
  {
    paths: [
      ["samples", "rows"],
      ["samples", "columns"],
      ["data", "size"],
    ],
    broken({ samples: { rows, columns }, data }) {
      const [, height, width] = imageShapeOf(data);
      const most = Math.max(1, Math.floor(PIXELS.most / (height * width) / columns));
      return rows > most
        ? `must be at most ${most} for ${columns} columns of ${height} x ${width} pixels: ${PIXELS.because}`
        : undefined;
    },
  },
];
