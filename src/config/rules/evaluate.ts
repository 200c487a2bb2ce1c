/** Rules on evaluations, data and networks. */
import { datasetOf, datasets } from "../../data/index.ts";
import { type MetricInput, metrics } from "../../metrics/index.ts";
import { protocols } from "../../metrics/protocols/index.ts";
import type { ConfigPath } from "../reference/json-schema.ts";
import type { Config } from "../schema.ts";
import type { Rule } from "./rule.ts";

/** The sets whose points are drawn from known Gaussians. */
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
      ["evaluate", "features"],
      ["data", "name"],
    ],
    broken({ evaluate: { features }, data: { name } }) {
      if (features === undefined || datasetOf(name).kind === "images") return undefined;
      return `must be left out for the points of ${name}, whose coordinates are compared`;
    },
  },
  inputRule("mixture", ["data", "name"], ({ data }) =>
    datasetOf(data.name).mixture === undefined
      ? `when data.name is ${data.name}: only the points of ${mixtures.join(" and ")} are drawn from known Gaussians`
      : undefined,
  ),
  inputRule("scores", ["data", "name"], ({ data }) =>
    datasetOf(data.name).kind === "points" ? "for points, which have no classifier" : undefined,
  ),
  inputRule("heldOut", ["data", "split"], ({ data }) => {
    if (datasetOf(data.name).kind === "points") return "for points";
    const { split = "train" } = data;
    return split === "train"
      ? undefined
      : `when data.split is ${split}: the test images, which it compares with, are trained on`;
  }),
  inputRule("labels", ["model", "conditioning"], ({ model }) =>
    model.conditioning === "none"
      ? "when model.conditioning is none: the generator is unconditional"
      : undefined,
  ),
];

/** Metrics that need an input must not be measured if the input does not exist. */
function inputRule(
  input: MetricInput,
  path: ConfigPath,
  missing: (config: Config) => string | undefined,
): Rule {
  return {
    paths: [["evaluate", "metrics"], path],
    broken(config) {
      const needing = config.evaluate.metrics.filter((name) => metrics[name].needs.includes(input));
      const reason = needing.length === 0 ? undefined : missing(config);
      return reason && `must not have ${needing.join(", ")} ${reason}`;
    },
  };
}
