/** Recipes beyond the two papers, all on CIFAR-10. */
import type { ConfigInput } from "../schema.ts";
import { paperData } from "./data.ts";
import { type Recipe, scores, shortenedText } from "./recipe.ts";
import { AUTHORS_SN, GRADIENT_PENALTY, type MethodParts, PLAIN, standardCnn } from "./sn-gan.ts";
import { residual } from "./sn-gan-resnet.ts";

const { needs, config: data } = paperData.cifar10;
const OWN = "The settings are not those of the method's authors, so there is no published value.";
const TASK_LIST = "compare_gan v2, best models, SNDCGAN on CIFAR-10";
const PROTOCOL = "FID: 10000 test images against 10000 generated ones.";
const LARGE_SCALE =
  "Settings of the study's released task list (compare_gan, branch v2): Adam with α 2e-4, β₁ 0.5, β₂ 0.999, " +
  "n_dis 1, 200000 steps; z uniform in [-1, 1], which the generator's step takes over from the " +
  "discriminator's; batch normalization with ε 2e-5. As there, v is the stored vector of power iteration, and " +
  "moves in every pass. The value is that of the best model that the search found.";
const sn = { reparametrization: { name: "sn" } } as const;

interface Example {
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly config: ConfigInput;
  /** What it stands for, with the FID of the study's task list; default nothing. */
  readonly source?: { readonly standsFor: string; readonly line: number; readonly fid: number };
}

/** SNDCGAN with SN as compare_gan has it, setting C of SN-GAN's table 1 otherwise. */
function largeScale(penalties: MethodParts["discriminator"]["penalties"]): ConfigInput {
  const reparametrization = { ...AUTHORS_SN, vector: "right" } as const;
  const discriminator = { reparametrization, penalties };
  const cnn = standardCnn("C", data, { loss: "non-saturating", discriminator });
  return {
    ...cnn,
    steps: 200_000,
    order: "discriminator-first",
    model: { ...cnn.model, architecture: "sndcgan", latentDistribution: "uniform" },
    generator: { ...cnn.generator, noise: "last" },
  };
}

/** The standard CNN at setting C with defaults for what the papers' codes have of their own, and pixel noise. */
function standard(parts: MethodParts): ConfigInput {
  const { generator, ...cnn } = standardCnn("C", { ...data, dequantization: "uniform" }, parts);
  return {
    ...cnn,
    order: "discriminator-first",
    generator: {
      ...generator,
      normalization: { name: "batch-norm" },
      runningStatistics: "generator-steps",
    },
  };
}

const penalized = (penalty: "dragan" | "r1") =>
  standard({
    loss: "non-saturating",
    discriminator: { reparametrization: PLAIN, penalties: [{ name: penalty, weight: 10 }] },
  });

function projected(): ConfigInput {
  const { model, generator, ...config } = residual("cifar10", {
    loss: "hinge",
    discriminator: sn,
  });
  return {
    ...config,
    model: { ...model, conditioning: "projection" },
    generator: {
      ...generator,
      normalization: { name: "conditional-batch-norm" },
      runningStatistics: "generator-steps",
    },
  };
}

function fixup(): ConfigInput {
  const start = { initializer: { name: "fixup" }, reparametrization: PLAIN } as const;
  const { generator, ...config } = residual("cifar10", {
    loss: "non-saturating",
    discriminator: { ...start, penalties: [{ name: "r1", weight: 10 }] },
  });
  return {
    ...config,
    generator: {
      ...generator,
      ...start,
      normalization: { name: "none" },
      runningStatistics: "generator-steps",
    },
  };
}

const EXAMPLES: readonly Example[] = [
  {
    name: "sndcgan-cifar10",
    title: "SNDCGAN with SN, CIFAR-10",
    note: `The default that the study recommends. ${LARGE_SCALE}`,
    source: {
      standsFor: "Kurach et al. 2019, table 5, SNDCGAN, non-saturating loss, SN",
      ...{ line: 7, fid: 25.27 },
    },
    config: largeScale([]),
  },
  {
    name: "sndcgan-cifar10-gp",
    title: "SNDCGAN with SN and a gradient penalty, CIFAR-10",
    note:
      `The study adds this to its default if the budget allows; λ = 10. ${LARGE_SCALE} There the penalty takes ` +
      "slopes along pixels in [0, 1], here along pixels in [-1, 1], where they are half as steep.",
    source: {
      standsFor:
        "Kurach et al. 2019, table 5, SNDCGAN, non-saturating loss, SN and gradient penalty",
      ...{ line: 14, fid: 26 },
    },
    config: largeScale([{ ...GRADIENT_PENALTY, epsilon: 1e-4 }]),
  },
  {
    name: "dragan-cifar10",
    title: "DRAGAN's penalty, standard CNN, CIFAR-10",
    note: `λ = 10, setting C of SN-GAN's table 1. ${OWN}`,
    config: penalized("dragan"),
  },
  {
    name: "r1-cifar10",
    title: "R1 penalty, standard CNN, CIFAR-10",
    note: `γ = 10, setting C of SN-GAN's table 1. ${OWN}`,
    config: penalized("r1"),
  },
  {
    name: "sn-conv-cifar10",
    title: "SN by the convolution's own norm, CIFAR-10",
    note: `SN_conv of Lin et al. 2021, whose code for it was not released; setting C of SN-GAN's table 1. ${OWN}`,
    config: standard({
      loss: "hinge",
      discriminator: { reparametrization: { name: "sn-conv" } },
    }),
  },
  {
    name: "sngan-cifar10-projection",
    title: "SN-GAN with classes, residual networks",
    note: `The projection discriminator of Miyato & Koyama 2018 in SN-GAN's residual networks. ${OWN}`,
    config: projected(),
  },
  {
    name: "fixup-cifar10-resnet",
    title: "Fixup instead of normalization, R1, CIFAR-10",
    note: `Both residual networks are initialized by Fixup (Zhang et al. 2019) and have no normalization. ${OWN}`,
    config: fixup(),
  },
];

export const more: readonly Recipe[] = EXAMPLES.map(({ note, config, source, ...example }) => ({
  ...example,
  group: "more",
  description: `${note} ${needs}`,
  standsFor: source?.standsFor ?? null,
  published: source ? scores(`${TASK_LIST}, line ${source.line}`, null, [source.fid]) : [],
  protocol: source ? PROTOCOL : null,
  measuredBy: source ? "10k-10k-test" : null,
  shortened: shortenedText(config.steps ?? 0),
  config,
}));
