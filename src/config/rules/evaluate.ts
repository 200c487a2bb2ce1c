/** What evaluations, data and networks must agree on. */
import { isPointSet } from "../../data/index.ts";
import { protocols } from "../../metrics/index.ts";
import type { Rule } from "./rule.ts";

export const evaluateRules: readonly Rule[] = [
  {
    paths: [
      ["evaluate", "protocol"],
      ["data", "name"],
    ],
    broken({ evaluate: { protocol }, data }) {
      if (protocol === undefined) return undefined;
      const forPoints = protocols[protocol].settings.features.extractor === "coordinates";
      if (forPoints === isPointSet(data.name)) return undefined;
      return forPoints
        ? `must be one for images when data.name is ${data.name}`
        : `must be points for the points of ${data.name}`;
    },
  },
  {
    paths: [
      ["evaluate", "metrics"],
      ["data", "name"],
    ],
    broken: ({ evaluate: { metrics }, data }) =>
      metrics.includes("modes") && data.name !== "ring" && data.name !== "grid"
        ? `must not have modes when data.name is ${data.name} (it belongs to ring and grid)`
        : undefined,
  },
  {
    paths: [
      ["evaluate", "metrics"],
      ["data", "name"],
    ],
    broken: ({ evaluate: { metrics }, data }) =>
      metrics.includes("is") && isPointSet(data.name)
        ? "must not have is for points, which no classifier names"
        : undefined,
  },
  {
    paths: [
      ["evaluate", "metrics"],
      ["model", "conditioning"],
    ],
    broken: ({ evaluate: { metrics }, model }) =>
      metrics.includes("intra-fid") && model.conditioning === "none"
        ? "must not have intra-fid when model.conditioning is none: the generator knows no classes"
        : undefined,
  },
];
