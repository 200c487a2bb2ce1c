/** What the keys of a config must agree on. */
import { datasetInfo } from "../../data/index.ts";
import { resnetPlans } from "../../gan/index.ts";
import type { ConfigPath } from "./json-schema.ts";
import { show, valueAt } from "./problems.ts";
import type { Config } from "./schema.ts";
import type { Problem } from "./sources.ts";

/** One thing that must hold. */
interface Rule {
  /** The keys it is about; the first one is named in the problem. */
  readonly paths: readonly [ConfigPath, ...ConfigPath[]];
  /** What the first key must be, in words that follow its name; `undefined` if it is. */
  readonly broken: (config: Config) => string | undefined;
}

const RULES: readonly Rule[] = [
  {
    paths: [
      ["data", "size"],
      ["model", "architecture"],
    ],
    broken: ({ data, model }) =>
      model.architecture !== "cnn" && resnetPlans[data.size] === undefined
        ? `must be one of ${Object.keys(resnetPlans).join(", ")}, which there are residual networks for`
        : undefined,
  },
  {
    paths: [
      ["model", "generatorChannels"],
      ["model", "architecture"],
      ["data", "size"],
    ],
    broken({ data, model }) {
      const narrowest = Math.min(...(resnetPlans[data.size]?.generator ?? [1]));
      return model.architecture !== "cnn" && !Number.isInteger(model.generatorChannels * narrowest)
        ? `must be a multiple of ${1 / narrowest}, by which its last block divides it`
        : undefined;
    },
  },
  {
    paths: [
      ["data", "size"],
      ["model", "architecture"],
    ],
    broken: ({ data, model }) =>
      model.architecture === "cnn" && data.size % 8 !== 0
        ? "must be a multiple of 8, which the cnn halves three times"
        : undefined,
  },
  {
    paths: [
      ["model", "generatorChannels"],
      ["model", "architecture"],
    ],
    broken: ({ model }) =>
      model.architecture === "cnn" && model.generatorChannels % 8 !== 0
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
      // The shapes are drawn: there are as many as one wants.
      if (counts === null || data.name === "shapes" || data.count === undefined) return undefined;
      const most = data.split === "all" ? counts.train + counts.test : counts[data.split];
      return data.count > most
        ? `must be at most ${most}, the images in the ${data.split} split of ${data.name}`
        : undefined;
    },
  },
  ...(["penalties", "projections"] as const).map(
    (list): Rule => ({
      paths: [["discriminator", list]],
      broken({ discriminator }) {
        const names = discriminator[list].map(({ name }) => name);
        return new Set(names).size < names.length ? "must name each method once" : undefined;
      },
    }),
  ),
];

/** What of a complete config does not fit together; rules about `ignored` keys are passed over. */
export function ruleProblems(
  config: Config,
  ignored: readonly ConfigPath[] = [],
): readonly Problem[] {
  const ignoredKeys = ignored.map((path) => `${path.join(".")}.`);
  return RULES.flatMap(({ paths, broken }) => {
    const isIgnored = (path: ConfigPath) =>
      ignoredKeys.some((key) => key.startsWith(`${path.join(".")}.`));
    const rule = paths.some(isIgnored) ? undefined : broken(config);
    if (rule === undefined) return [];
    const [path] = paths;
    return [{ path, text: `${rule}, got ${show(valueAt(config, path))}` }];
  });
}
