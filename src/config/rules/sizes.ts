/** What data and networks must agree on. */
import { datasetOf } from "../../data/index.ts";
import { resnetPlans } from "../../gan/index.ts";
import type { Config } from "../schema.ts";
import type { Rule } from "./rule.ts";

const isResnet = ({ model }: Config) => model.architecture.startsWith("resnet");
const isCnn = ({ model }: Config) => ["cnn", "sndcgan"].includes(model.architecture);
const isPoints = ({ data }: Config) => datasetOf(data.name).kind === "points";

export const sizeRules: readonly Rule[] = [
  {
    paths: [
      ["model", "architecture"],
      ["data", "name"],
    ],
    broken: (config) =>
      isPoints(config) && config.model.architecture !== "mlp"
        ? `must be mlp for the points of ${config.data.name} (--set model.architecture=mlp)`
        : undefined,
  },
  {
    paths: [
      ["data", "size"],
      ["model", "architecture"],
    ],
    broken: (config) =>
      isResnet(config) && resnetPlans[config.data.size] === undefined
        ? `must be one of ${Object.keys(resnetPlans).join(", ")}, which there are residual networks for`
        : undefined,
  },
  {
    paths: [
      ["model", "generatorChannels"],
      ["model", "architecture"],
      ["data", "size"],
    ],
    broken(config) {
      const { data, model } = config;
      const narrowest = Math.min(...(resnetPlans[data.size]?.generator ?? [1]));
      return isResnet(config) && !Number.isInteger(model.generatorChannels * narrowest)
        ? `must be a multiple of ${1 / narrowest}, by which its last block divides it`
        : undefined;
    },
  },
  {
    paths: [
      ["model", "discriminatorLastChannels"],
      ["model", "architecture"],
    ],
    broken: (config) =>
      config.model.discriminatorLastChannels !== undefined && !isCnn(config)
        ? "must not be given unless model.architecture is cnn or sndcgan"
        : undefined,
  },
  {
    paths: [
      ["data", "size"],
      ["model", "architecture"],
    ],
    broken: (config) =>
      isCnn(config) && config.data.size % 8 !== 0
        ? "must be a multiple of 8, which the cnn halves three times"
        : undefined,
  },
  {
    paths: [
      ["model", "generatorChannels"],
      ["model", "architecture"],
    ],
    broken: (config) =>
      isCnn(config) && config.model.generatorChannels % 8 !== 0
        ? "must be a multiple of 8, which the cnn halves three times"
        : undefined,
  },
];
