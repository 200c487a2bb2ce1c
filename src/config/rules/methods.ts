/** Rules on combinations of methods, with reasons, from the methods' records. */
import { classCountOf } from "../../data/index.ts";
import { architectures } from "../../gan/architectures/index.ts";
import {
  type InitializerMethod,
  initializers,
  type NormalizationMethod,
  normalizations,
  penalties,
  type ReparametrizationMethod,
  reparametrizations,
} from "../../stabilizers/index.ts";
import type { ConfigPath } from "../reference/json-schema.ts";
import type { Config } from "../schema.ts";
import { architecturesThat } from "./architecture.ts";
import type { Rule } from "./rule.ts";

const players = ["generator", "discriminator"] as const;
type PlayerConfig = Config[(typeof players)[number]];

const initializerOf = ({ initializer }: PlayerConfig): InitializerMethod =>
  initializers[initializer.name];
const normalizationOf = ({ normalization }: PlayerConfig): NormalizationMethod =>
  normalizations[normalization.name];
const reparametrizationOf = ({ reparametrization }: PlayerConfig): ReparametrizationMethod =>
  reparametrizations[reparametrization.name];

/** The names of the normalizations for which `holds`. */
const normalizationsThat = (holds: (method: NormalizationMethod) => boolean | undefined): string =>
  Object.entries<NormalizationMethod>(normalizations)
    .filter(([name, method]) => name !== "none" && holds(method))
    .map(([name]) => name)
    .join(" or ");

/** A generator initialized by Fixup has no normalization, through which it would get the classes. */
const isConditionalFixup = ({ generator, model }: Config) =>
  initializerOf(generator).fixup && model.conditioning !== "none";

/** Makes a rule for each of the two networks. */
function forBoth(
  paths: readonly [ConfigPath, ...ConfigPath[]],
  broken: (
    ...given: [player: (typeof players)[number], ...Parameters<Rule["broken"]>]
  ) => string | undefined,
): Rule[] {
  return players.map((player) => {
    const [first, ...rest] = paths;
    const of = (path: ConfigPath): ConfigPath => [player, ...path];
    return {
      paths: [of(first), ...rest.map(of), ["model", "architecture"]],
      broken: (config) => broken(player, config),
    };
  });
}

export const methodRules: readonly Rule[] = [
  {
    paths: [
      ["discriminator", "penalties"],
      ["discriminator", "normalization"],
    ],
    broken({ discriminator }) {
      const penalty = discriminator.penalties.find(
        ({ name }) => penalties[name].differentiatesTwice,
      );
      return penalty && normalizationOf(discriminator).batchwise
        ? `must not include ${penalty.name} together with ${discriminator.normalization.name}: the penalty limits the slope at each image separately, but with batch statistics an output depends on the whole batch (Gulrajani et al. 2017, section 4); it does not with ${normalizationsThat(({ batchwise }) => !batchwise)}`
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
  ...forBoth([["reparametrization", "gammaOnBias"]], (player, config) => {
    const { reparametrization: method } = config[player];
    if (method.name === "none" || method.gamma === "none" || !method.gammaOnBias) return undefined;
    const why = reparametrizationOf(config[player]).gammaOnWeightsOnly;
    return why && `must be false with ${method.name}: ${why}`;
  }),
  ...forBoth([["reparametrization"], ["initializer"]], (player, config) => {
    return initializerOf(config[player]).startsAtZero &&
      reparametrizationOf(config[player]).scaleFree
      ? `must be {name: none} with the initializer ${config[player].initializer.name}: the weights that it initializes to 0 cannot be divided by their norm`
      : undefined;
  }),
  ...forBoth([["initializer"]], (player, config) =>
    initializerOf(config[player]).fixup && !architectures[config.model.architecture].fixup
      ? `must not be ${config[player].initializer.name} in a network without residual branches (model.architecture: ${architecturesThat(({ fixup }) => fixup)})`
      : undefined,
  ),
  {
    paths: [
      ["generator", "initializer"],
      ["model", "conditioning"],
    ],
    broken: (config) =>
      isConditionalFixup(config)
        ? `must not be ${config.generator.initializer.name} while model.conditioning is not none: the generator gets the classes only through its normalization, which ${config.generator.initializer.name} replaces`
        : undefined,
  },
  ...forBoth([["normalization"], ["initializer"]], (player, config) => {
    const { normalization, initializer } = config[player];
    if (player === "generator" && isConditionalFixup(config)) return undefined;
    return initializerOf(config[player]).fixup && normalization.name !== "none"
      ? `must be {name: none} with the initializer ${initializer.name}, which replaces a normalization`
      : undefined;
  }),
  ...players.map(
    (player): Rule => ({
      paths: [
        [player, "normalization"],
        ["batchSize"],
        ...(player === "generator" ? [["generator", "batchSize"]] : []),
      ],
      broken(config) {
        const { name: _, ...options } = config[player].normalization;
        const { batchSize = config.batchSize } = player === "generator" ? config.generator : {};
        return normalizationOf(config[player]).unfit?.(options, { batchSize });
      },
    }),
  ),
  ...forBoth([["normalization"]], (player, config) =>
    normalizationOf(config[player]).conditional && config.model.conditioning === "none"
      ? `must not be ${config[player].normalization.name} while model.conditioning is none: the networks do not get the classes`
      : undefined,
  ),
  {
    paths: [
      ["generator", "normalization"],
      ["generator", "initializer"],
      ["model", "conditioning"],
    ],
    broken: (config) =>
      config.model.conditioning !== "none" &&
      !isConditionalFixup(config) &&
      !normalizationOf(config.generator).conditional
        ? `must be ${normalizationsThat(({ conditional }) => conditional)} while model.conditioning is not none: the generator gets the classes only through its normalization`
        : undefined,
  },
  {
    paths: [
      ["model", "classes"],
      ["model", "conditioning"],
      ["data", "name"],
    ],
    broken: ({ model, data }) =>
      model.conditioning !== "none" &&
      model.classes === undefined &&
      classCountOf(data) === undefined
        ? `must be given, because the number of classes of ${data.name} depends on its files (evenkeel train DIR --conditional counts them; a recipe whose model.conditioning is none needs none)`
        : undefined,
  },
  {
    paths: [
      ["model", "conditioning"],
      ["data", "split"],
    ],
    broken: ({ model, data }) =>
      model.conditioning !== "none" && data.split === "unlabeled"
        ? "must be none for the unlabeled images, which have no classes"
        : undefined,
  },
  {
    paths: [["auxiliaryClassifier"], ["model", "conditioning"]],
    broken: ({ auxiliaryClassifier, model }) =>
      auxiliaryClassifier !== undefined && model.conditioning !== "auxiliary-classifier"
        ? `must be left out while model.conditioning is ${model.conditioning}: the discriminator has no such classifier`
        : undefined,
  },
  {
    paths: [["generator", "noise"], ["generator", "batchSize"], ["batchSize"], ["order"]],
    broken({ generator, batchSize, order }) {
      if (generator.noise === "fresh") return undefined;
      if (order !== "discriminator-first") {
        return "must be fresh when the generator goes first: no discriminator step precedes it";
      }
      return (generator.batchSize ?? batchSize) !== batchSize
        ? "must be fresh when generator.batchSize is not batchSize"
        : undefined;
    },
  },
  ...players.map(
    (player): Rule => ({
      paths: [[player, "schedule", "from"], ["steps"]],
      broken({ [player]: { schedule }, steps }) {
        return schedule.name === "linear" && schedule.from >= steps
          ? `must be below steps (${steps}), where the learning rate ends`
          : undefined;
      },
    }),
  ),
];
