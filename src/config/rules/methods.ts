/** Which methods do not go together, and why. */
import { classCountOf } from "../../data/index.ts";
import type { ConfigPath } from "../reference/json-schema.ts";
import type { Config } from "../schema.ts";
import type { Rule } from "./rule.ts";

const players = ["generator", "discriminator"] as const;
/** Penalties on the slope at single images. */
const slopePenalties = ["gp", "dragan", "r1"];
/** Normalizations with statistics of the whole batch. */
const batchwise = ["batch-norm", "conditional-batch-norm"];

/** A generator with Fixup has no normalization, through which it would be told the classes. */
const isConditionalFixup = ({ generator, model }: Config) =>
  generator.initializer.name === "fixup" && model.conditioning !== "none";

/** A rule for each of the two networks. */
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
    broken({ discriminator: { penalties, normalization } }) {
      const penalty = penalties.find(({ name }) => slopePenalties.includes(name));
      return penalty && batchwise.includes(normalization.name)
        ? `must be without ${penalty.name} beside ${normalization.name}: it limits the slope at each image by itself, and with batch statistics an output depends on the whole batch (Gulrajani et al. 2017, section 4); layer-norm does not`
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
    return ["bsn", "bssn"].includes(method.name)
      ? `must be false with ${method.name}: the papers multiply biases by γ with plain SN only`
      : undefined;
  }),
  ...forBoth([["reparametrization"], ["initializer"]], (player, config) => {
    const { reparametrization, initializer } = config[player];
    return initializer.name === "fixup" && reparametrization.name !== "none"
      ? "must be {name: none} with the initializer fixup: the weights that it starts at 0 have no norm to be divided by"
      : undefined;
  }),
  ...forBoth([["initializer"]], (player, config) =>
    config[player].initializer.name === "fixup" && !config.model.architecture.startsWith("resnet")
      ? "must not be fixup in a network without residual branches (model.architecture: resnet or resnet-bsn)"
      : undefined,
  ),
  {
    paths: [
      ["generator", "initializer"],
      ["model", "conditioning"],
    ],
    broken: (config) =>
      isConditionalFixup(config)
        ? "must not be fixup while model.conditioning is not none: the generator is told the classes through its normalization alone, which fixup stands in for"
        : undefined,
  },
  ...forBoth([["normalization"], ["initializer"]], (player, config) => {
    const { normalization, initializer } = config[player];
    if (player === "generator" && isConditionalFixup(config)) return undefined;
    return initializer.name === "fixup" && normalization.name !== "none"
      ? "must be {name: none} with the initializer fixup, which stands in for a normalization"
      : undefined;
  }),
  ...forBoth([["normalization"]], (player, config) =>
    config[player].normalization.name === "conditional-batch-norm" &&
    config.model.conditioning === "none"
      ? "must not be conditional-batch-norm while model.conditioning is none: nobody tells the networks the classes"
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
      config.generator.normalization.name !== "conditional-batch-norm"
        ? "must be conditional-batch-norm while model.conditioning is not none: the generator is told the classes through it alone"
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
        ? `must be given, because the number of classes of ${data.name} is known only from its files`
        : undefined,
  },
  {
    paths: [
      ["model", "conditioning"],
      ["data", "split"],
    ],
    broken: ({ model, data }) =>
      model.conditioning !== "none" && data.split === "unlabeled"
        ? "must be none for the unlabeled images, which are of no class"
        : undefined,
  },
  {
    paths: [["generator", "noise"], ["generator", "batchSize"], ["batchSize"], ["order"]],
    broken({ generator, batchSize, order }) {
      if (generator.noise === "fresh") return undefined;
      if (order !== "discriminator-first") {
        return "must be fresh when the generator goes first: there is no discriminator step before";
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
