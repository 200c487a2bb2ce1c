/** Recipes of Miyato et al. 2018, tables 7 and 8: WGAN-GP with normalized weights times a learnable γ. */
import type { ConfigInput } from "../schema.ts";
import { paperData } from "./data.ts";
import { type Recipe, scores, shortenedText } from "./recipe.ts";
import {
  AUTHORS_SN,
  GRADIENT_PENALTY,
  type MethodParts,
  PLAIN,
  SN_GAN,
  SN_GAN_PROTOCOL,
  standardCnn,
} from "./sn-gan.ts";
import { residual } from "./sn-gan-resnet.ts";

type Reparametrization = NonNullable<ConfigInput["discriminator"]>["reparametrization"];

const COVERAGE = { gamma: "layer", gammaOnBias: false } as const;
const GAMMA_NOTE =
  "A scalar γ per layer of the discriminator, on the weights only. It starts at 1; in the authors' code it " +
  "starts at the weight's spectral norm. ";
const SN_NOTE =
  "u moves in the passes of real and of generated images; in the authors' code in that of the penalty too. ";
const SETTINGS_NOTE = {
  cnn: "The optimizer's setting in these tables is unknown; this is setting A of table 1, that of WGAN-GP. ",
  resnet: "Batches, order and optimizer are those of the paper's other residual networks. ",
};

interface Row {
  readonly name: string;
  readonly title: string;
  readonly row: string;
  readonly network: "cnn" | "resnet";
  readonly reparametrization: Reparametrization;
  readonly values: readonly [is: readonly [number, number], fid: number] | null;
  /** The factor on the paper's widths of the discriminator. */
  readonly wider?: number;
  readonly note?: string;
}

const SN = { ...AUTHORS_SN, ...COVERAGE } as const;
const ROWS: readonly Row[] = [
  {
    name: "wgan-gp-cifar10-cnn",
    title: "WGAN-GP, standard CNN",
    row: "WGAN-GP, standard CNN",
    network: "cnn",
    reparametrization: PLAIN,
    values: [[6.68, 0.06], 40.1],
  },
  {
    name: "wgan-gp-cifar10-cnn-weight-norm",
    title: "WGAN-GP, standard CNN, weight norm x γ",
    row: "WGAN-GP, standard CNN, weight normalization with γ",
    network: "cnn",
    reparametrization: { name: "weight-norm", ...COVERAGE },
    values: [[6.36, 0.04], 42.4],
  },
  {
    name: "wgan-gp-cifar10-cnn-frobenius",
    title: "WGAN-GP, standard CNN, Frobenius x γ",
    row: "WGAN-GP, standard CNN, Frobenius normalization with γ",
    network: "cnn",
    reparametrization: { name: "frobenius-norm", ...COVERAGE },
    values: null,
    note: "In the paper it collapses early and has no value. ",
  },
  {
    name: "wgan-gp-cifar10-cnn-sn",
    title: "WGAN-GP, standard CNN, SN x γ",
    row: "WGAN-GP, standard CNN, SN with γ",
    network: "cnn",
    reparametrization: SN,
    values: [[7.2, 0.08], 32],
  },
  {
    name: "wgan-gp-cifar10-resnet",
    title: "WGAN-GP, residual networks",
    row: "WGAN-GP, ResNet",
    network: "resnet",
    reparametrization: PLAIN,
    values: [[7.8, 0.11], 24.5],
  },
  {
    name: "wgan-gp-cifar10-resnet-sn",
    title: "WGAN-GP, residual networks, SN x γ",
    row: "WGAN-GP, ResNet, SN with γ",
    network: "resnet",
    reparametrization: SN,
    values: [[7.85, 0.06], 23.6],
  },
  {
    name: "wgan-gp-cifar10-resnet-sn-1.5x",
    title: "WGAN-GP, residual, SN x γ, 1.5x maps in D",
    row: "WGAN-GP, ResNet, SN with γ, 1.5x feature maps in the discriminator",
    network: "resnet",
    reparametrization: SN,
    values: [[7.96, 0.06], 22.5],
    wider: 1.5,
  },
];

function configOf({ network, reparametrization, wider = 1 }: Row): ConfigInput {
  const method: MethodParts = {
    loss: "wasserstein",
    discriminator: { reparametrization, penalties: [GRADIENT_PENALTY] },
  };
  if (network === "cnn") return standardCnn("A", paperData.cifar10.config, method);
  const config = residual("cifar10", method);
  return { ...config, model: { ...config.model, discriminatorChannels: 128 * wider } };
}

function recipe(row: Row): Recipe {
  const { name, title, network, reparametrization, values, note = "" } = row;
  const gamma = reparametrization === PLAIN ? "" : GAMMA_NOTE;
  const vectors = reparametrization === SN ? SN_NOTE : "";
  return {
    name,
    group: "sn-gan-gamma",
    title,
    description: `${note}${gamma}${vectors}${SETTINGS_NOTE[network]}${paperData.cifar10.needs}`,
    standsFor: `${SN_GAN}, tables 7 and 8, CIFAR-10, ${row.row}`,
    published: values ? scores("tables 7 and 8, CIFAR-10", values[0], [values[1]]) : [],
    protocol: SN_GAN_PROTOCOL,
    measuredBy: "sngan-10k-5k",
    shortened: shortenedText(100_000),
    config: configOf(row),
  };
}

/** The rows of tables 7 and 8, except those of AC-WGAN-GP, which need an auxiliary classifier. */
export const snGanGamma: readonly Recipe[] = ROWS.map(recipe);
