/** What evaluations, data and networks must agree on. */
import { datasetOf, datasets } from "../../data/index.ts";
import { protocols } from "../../metrics/index.ts";
import type { Rule } from "./rule.ts";

/** The sets whose points come from known Gaussians. */
const mixtures = datasets.filter(({ mixture }) => mixture !== undefined).map(({ name }) => name);

export const evaluateRules: readonly Rule[] = [
  {
    paths: [
      ["evaluate", "protocol"],
      ["data", "name"],
    ],
    broken({ evaluate: { protocol }, data }) {
      if (protocol === undefined) return undefined;
      const forPoints = protocols[protocol].settings.features.extractor === "coordinates";
      if (forPoints === (datasetOf(data.name).kind === "points")) return undefined;
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
      metrics.includes("modes") && datasetOf(data.name).mixture === undefined
        ? `must not have modes when data.name is ${data.name} (it belongs to ${mixtures.join(" and ")})`
        : undefined,
  },
  {
    paths: [
      ["evaluate", "metrics"],
      ["data", "name"],
    ],
    broken: ({ evaluate: { metrics }, data }) =>
      metrics.includes("is") && datasetOf(data.name).kind === "points"
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
