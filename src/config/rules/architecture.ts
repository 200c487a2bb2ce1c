/** Rules on networks and data, from the architectures' records. */
import { datasetOf, imageShapeOf } from "../../data/index.ts";
import {
  type Architecture,
  type ArchitectureSizeKey,
  type ArchitectureSizes,
  architectures,
} from "../../gan/architectures/index.ts";
import { architectureOptions, referenceChannelsOf } from "../model.ts";
import type { ConfigPath } from "../reference/json-schema.ts";
import type { Config } from "../schema.ts";
import type { Rule } from "./rule.ts";

const records = Object.entries<Architecture>(architectures);
const NAME: ConfigPath = ["model", "architecture"];

/** The names of the architectures for which `holds`. */
export function architecturesThat(holds: (architecture: Architecture) => boolean): string {
  return records.flatMap(([name, record]) => (holds(record) ? [name] : [])).join(" or ");
}

const pathOf = (size: ArchitectureSizeKey): ConfigPath =>
  size === "size" ? ["data", "size"] : ["model", size];

const isOfPoints = ({ data }: Config) => datasetOf(data.name).kind === "points";

function sizesOf({ data, model }: Config): ArchitectureSizes {
  const [, height, width] = imageShapeOf(data);
  return { ...model, height, width };
}

/** The keys of a reference's channels. */
const referenceKeys = {
  generatorChannels: "referenceGeneratorChannels",
  discriminatorChannels: "referenceDiscriminatorChannels",
} as const;
const players = Object.keys(referenceKeys) as (keyof typeof referenceKeys)[];
const isOfPlayer = (size: ArchitectureSizeKey): size is keyof typeof referenceKeys =>
  Object.hasOwn(referenceKeys, size);

const sizeRules = records.flatMap(([name, { rules }]) =>
  rules.map(
    ({ sizes: [first, ...others], broken }): Rule => ({
      paths: [pathOf(first), NAME, ...others.map(pathOf)],
      broken: (config) =>
        config.model.architecture === name && !isOfPoints(config)
          ? broken(sizesOf(config))
          : undefined,
    }),
  ),
);

/** The same rules for references. */
const referenceSizeRules = records.flatMap(([name, { rules }]) =>
  rules.flatMap(({ sizes: [first, ...others], broken }): Rule[] =>
    isOfPlayer(first)
      ? [
          {
            paths: [["model", referenceKeys[first]], NAME, ...others.map(pathOf)],
            broken: (config) => {
              const { model } = config;
              if (model.architecture !== name || model[referenceKeys[first]] === undefined)
                return undefined;
              const { generator, discriminator } = referenceChannelsOf(model);
              return broken({
                ...sizesOf(config),
                generatorChannels: generator,
                discriminatorChannels: discriminator,
              });
            },
          },
        ]
      : [],
  ),
);

const narrowReferenceRules = players.map(
  (key): Rule => ({
    paths: [
      ["model", referenceKeys[key]],
      ["model", key],
    ],
    broken({ model }) {
      const reference = model[referenceKeys[key]];
      return reference !== undefined && reference < model[key]
        ? `must be at least model.${key} (${model[key]}): it is the channels of the wider network that this one stands for`
        : undefined;
    },
  }),
);

export const architectureRules: readonly Rule[] = [
  {
    paths: [NAME, ["data", "name"]],
    broken(config) {
      const { data, model } = config;
      if (!isOfPoints(config) || architectures[model.architecture].points) return undefined;
      const fitting = architecturesThat(({ points }) => points);
      return `must be ${fitting} for the points of ${data.name} (--set model.architecture=${fitting.split(" ")[0]})`;
    },
  },
  {
    paths: [["data", "size"], NAME],
    broken(config) {
      const { height, width } = sizesOf(config);
      const { architecture } = config.model;
      if (height === width || architectures[architecture].rectangles) return undefined;
      const fitting = architecturesThat(({ rectangles }) => rectangles);
      return `must be a square for model.architecture ${architecture}; rectangles need ${fitting}`;
    },
  },
  ...sizeRules,
  ...referenceSizeRules,
  ...narrowReferenceRules,
  ...architectureOptions
    .filter(({ fallback }) => fallback === undefined)
    .map(
      ({ key, owners }): Rule => ({
        paths: [["model", key], NAME],
        broken: ({ model }) =>
          Object.hasOwn(model, key) && !owners.includes(model.architecture)
            ? `must not be given unless model.architecture is ${owners.join(" or ")}`
            : undefined,
      }),
    ),
];
