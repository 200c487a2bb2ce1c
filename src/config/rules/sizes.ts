/** What data and networks must agree on. */
import { datasetInfo, isPointSet, optionOwners, resizingsOf } from "../../data/index.ts";
import { resnetPlans } from "../../gan/index.ts";
import type { Config } from "../schema.ts";
import type { Rule } from "./rule.ts";

const isResnet = ({ model }: Config) => model.architecture.startsWith("resnet");
const isCnn = ({ model }: Config) => ["cnn", "sndcgan"].includes(model.architecture);
const isPoints = ({ data }: Config) => isPointSet(data.name);

const optionsWithOwners = Object.keys(optionOwners) as (keyof typeof optionOwners)[];

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
  ...optionsWithOwners.map(
    (key): Rule => ({
      paths: [
        ["data", key],
        ["data", "name"],
      ],
      broken({ data }) {
        const owners: readonly string[] = optionOwners[key];
        return data[key] !== undefined && !owners.includes(data.name)
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
  {
    paths: [
      ["data", "size"],
      ["data", "name"],
    ],
    broken: ({ data }) =>
      data.name.startsWith("cifar") && data.size !== 32
        ? `must be 32, the size of the images of ${data.name}`
        : undefined,
  },
  {
    paths: [
      ["data", "size"],
      ["data", "name"],
      ["data", "resize"],
    ],
    broken: ({ data }) =>
      data.name.endsWith("mnist") && (data.resize ?? "pad") === "pad" && data.size < 28
        ? `must be at least 28, the size of the images of ${data.name}, or data.resize a resizer`
        : undefined,
  },
  {
    paths: [
      ["data", "resize"],
      ["data", "name"],
    ],
    broken: ({ data }) =>
      data.resize === undefined || !optionOwners.resize.some((name) => name === data.name)
        ? undefined
        : resizingsOf(data.name).includes(data.resize)
          ? undefined
          : `must be one of ${resizingsOf(data.name).join(", ")} when data.name is ${data.name}`,
  },
  {
    paths: [
      ["data", "split"],
      ["data", "name"],
    ],
    broken: ({ data }) =>
      data.name === "imagenet" && data.split === "all"
        ? "must be train or test when data.name is imagenet"
        : undefined,
  },
  {
    paths: [
      ["data", "split"],
      ["data", "name"],
    ],
    broken: ({ data }) =>
      data.split === "unlabeled" && data.name !== "stl10"
        ? `must be train, test or all when data.name is ${data.name} (stl10 alone has unlabeled images)`
        : undefined,
  },
  {
    paths: [
      ["data", "path"],
      ["data", "name"],
    ],
    broken: ({ data }) =>
      data.name === "folder" && data.path === undefined
        ? "must name the folder or archive of images when data.name is folder (--set data.path=PATH)"
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
      const most =
        counts[data.split] ?? (data.split === "all" ? counts.train + counts.test : undefined);
      return most !== undefined && data.count > most
        ? `must be at most ${most}, the images in the ${data.split} split of ${data.name}`
        : undefined;
    },
  },
];
