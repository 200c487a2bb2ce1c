/** Recipes beyond the two papers, all on CIFAR-10. */
import type { ConfigInput } from "../schema.ts";
import { paperData } from "./data.ts";
import { type Recipe, shortenedText } from "./recipe.ts";
import { GRADIENT_PENALTY, PLAIN, standardCnn } from "./sn-gan.ts";
import { residual } from "./sn-gan-resnet.ts";

const { needs, config: data } = paperData.cifar10;
const OWN = "The settings are not those of the method's authors, so there is no published value.";
const LARGE_SCALE =
  "The study's networks, loss, batch size and number of discriminator steps; the rates are setting C of " +
  "SN-GAN's table 1, since the rates that the study's search found are unknown.";
const sn = { reparametrization: { name: "sn" } } as const;

interface Example {
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly standsFor: string | null;
  readonly config: ConfigInput;
}

const largeScale = (discriminator: Parameters<typeof standardCnn>[2]["discriminator"]) => {
  const cnn = standardCnn("C", data, { loss: "non-saturating", discriminator });
  return { ...cnn, steps: 200_000, model: { ...cnn.model, architecture: "sndcgan" } } as const;
};

const penalized = (penalty: "dragan" | "r1") =>
  standardCnn("C", data, {
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
    generator: { ...generator, normalization: { name: "conditional-batch-norm" } },
  };
}

function fixup(): ConfigInput {
  const start = { initializer: { name: "fixup" }, reparametrization: PLAIN } as const;
  const { generator, ...config } = residual("cifar10", {
    loss: "non-saturating",
    discriminator: { ...start, penalties: [{ name: "r1", weight: 10 }] },
  });
  return { ...config, generator: { ...generator, ...start, normalization: { name: "none" } } };
}

const EXAMPLES: readonly Example[] = [
  {
    name: "sndcgan-cifar10",
    title: "SNDCGAN with SN, CIFAR-10",
    note: `The default that the study recommends. ${LARGE_SCALE}`,
    standsFor: "Kurach et al. 2019, SNDCGAN, non-saturating loss, SN",
    config: largeScale(sn),
  },
  {
    name: "sndcgan-cifar10-gp",
    title: "SNDCGAN with SN and a gradient penalty, CIFAR-10",
    note: `The study adds this to its default if the budget allows; λ = 10. ${LARGE_SCALE}`,
    standsFor: "Kurach et al. 2019, SNDCGAN, non-saturating loss, SN and gradient penalty",
    config: largeScale({ ...sn, penalties: [{ ...GRADIENT_PENALTY, epsilon: 1e-4 }] }),
  },
  {
    name: "dragan-cifar10",
    title: "DRAGAN's penalty, standard CNN, CIFAR-10",
    note: `λ = 10, setting C of SN-GAN's table 1. ${OWN}`,
    standsFor: null,
    config: penalized("dragan"),
  },
  {
    name: "r1-cifar10",
    title: "R1 penalty, standard CNN, CIFAR-10",
    note: `γ = 10, setting C of SN-GAN's table 1. ${OWN}`,
    standsFor: null,
    config: penalized("r1"),
  },
  {
    name: "sn-conv-cifar10",
    title: "SN by the convolution's own norm, CIFAR-10",
    note: `SN_conv of Lin et al. 2021, whose code for it was not released; setting C of SN-GAN's table 1. ${OWN}`,
    standsFor: null,
    config: standardCnn("C", data, {
      loss: "hinge",
      discriminator: { reparametrization: { name: "sn-conv" } },
    }),
  },
  {
    name: "sngan-cifar10-projection",
    title: "SN-GAN with classes, residual networks",
    note: `The projection discriminator of Miyato & Koyama 2018 in SN-GAN's residual networks. ${OWN}`,
    standsFor: null,
    config: projected(),
  },
  {
    name: "fixup-cifar10-resnet",
    title: "Fixup instead of normalization, R1, CIFAR-10",
    note: `Both residual networks are initialized by Fixup (Zhang et al. 2019) and have no normalization. ${OWN}`,
    standsFor: null,
    config: fixup(),
  },
];

export const more: readonly Recipe[] = EXAMPLES.map(({ note, config, ...example }) => ({
  ...example,
  group: "more",
  description: `${note} ${needs}`,
  published: [],
  protocol: null,
  measuredBy: null,
  shortened: shortenedText(config.steps ?? 0),
  config,
}));
