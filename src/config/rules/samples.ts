/** The rule on the sample grids of a run. */
import { PIXELS } from "../../limits.ts";
import type { Rule } from "./rule.ts";

export const sampleRules: readonly Rule[] = [
  {
    paths: [
      ["samples", "rows"],
      ["samples", "columns"],
      ["data", "size"],
    ],
    broken({ samples: { rows, columns }, data: { size } }) {
      const most = Math.max(1, Math.floor(PIXELS.most / size ** 2 / columns));
      return rows > most
        ? `must be at most ${most} for ${columns} columns of ${size} x ${size} pixels: ${PIXELS.because}`
        : undefined;
    },
  },
];
