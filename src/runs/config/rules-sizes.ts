/** What data and networks must agree on. */
import { datasetInfo, isPointSet, pointSetNames } from "../../data/index.ts";
import { resnetPlans } from "../../gan/index.ts";
import type { Rule } from "./rule.ts";
import type { Config } from "./schema.ts";

const isResnet = ({ model }: Config) => model.architecture.startsWith("resnet");
const isCnn = ({ model }: Config) => ["cnn", "sndcgan"].includes(model.architecture);
const isPoints = ({ data }: Config) => isPointSet(data.name);

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
  ...(["modes", "std"] as const).map(
    (key): Rule => ({
      paths: [
        ["data", key],
        ["data", "name"],
      ],
      broken({ data }) {
        const owners = key === "modes" ? ["ring", "grid"] : pointSetNames;
        return data[key] !== undefined && !owners.some((name) => name === data.name)
          ? `must not be given when data.name is ${data.name} (it belongs to ${owners.join(", ")})`
          : undefined;
      },
    }),
  ),
  {
    paths: [
      ["data", "modes"],
      ["data", "name"],
    ],
    broken: ({ data }) =>
      data.name === "grid" && !Number.isInteger(Math.sqrt(data.modes ?? 25))
        ? "must be a square number for the grid"
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
  {
    paths: [
      ["data", "size"],
      ["data", "name"],
    ],
    broken: ({ data }) =>
      data.name === "cifar10" && data.size !== 32
        ? "must be 32, the size of the images of cifar10"
        : undefined,
  },
  {
    paths: [
      ["data", "path"],
      ["data", "name"],
    ],
    broken: ({ data }) =>
      data.name === "folder" && data.path === undefined
        ? "must name the folder of images when data.name is folder (--set data.path=FOLDER)"
        : undefined,
  },
  {
    paths: [
      ["data", "path"],
      ["data", "name"],
    ],
    broken: ({ data }) =>
      data.name !== "folder" && data.path !== undefined
        ? `must not be given when data.name is ${data.name} (it belongs to folder)`
        : undefined,
  },
  {
    paths: [
      ["data", "count"],
      ["data", "name"],
      ["data", "split"],
    ],
    broken({ data }) {
      const counts = datasetInfo(data.name).counts;
      const drawn = datasetInfo(data.name).home === null; // as many as one wants
      if (counts === null || drawn || data.count === undefined) return undefined;
      const most = data.split === "all" ? counts.train + counts.test : counts[data.split];
      return data.count > most
        ? `must be at most ${most}, the images in the ${data.split} split of ${data.name}`
        : undefined;
    },
  },
];
