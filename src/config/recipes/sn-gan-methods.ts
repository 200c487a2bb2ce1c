/** The methods that Miyato et al. 2018 compare with the standard CNN, with their rows of table 2. */
import type { PaperData } from "./data.ts";
import { type Published, scores } from "./recipe.ts";
import {
  AUTHORS_BATCH_NORM,
  AUTHORS_SN,
  GRADIENT_PENALTY,
  type MethodParts,
  ORTHONORMAL,
  ORTHONORMAL_NOTE,
  PLAIN,
  type Setting,
} from "./sn-gan.ts";

/** A method of the comparison. */
export interface SnGanMethod extends MethodParts {
  /** A recipe's name, which includes its data set. */
  readonly name: (data: PaperData) => string;
  readonly title: string;
  /** Its row of table 2. */
  readonly row: string;
  /** A remark; it ends in a space unless it is empty. */
  readonly note: string;
  readonly published: {
    readonly cifar10: readonly Published[];
    readonly stl10: readonly Published[];
  };
  /** Setting and values of the row with twice the updates on STL-10. */
  readonly twice?: { readonly setting: Setting; readonly published: readonly Published[] };
}

type Row = readonly [is: readonly [number, number] | null, fid: number | null];

const valuesOf = (data: string, [is, fid]: Row) =>
  scores(`table 2, ${data}`, is, fid ? [fid] : null);
const values = (cifar10: Row, stl10: Row) => ({
  cifar10: valuesOf("CIFAR-10", cifar10),
  stl10: valuesOf("STL-10", stl10),
});
const NOT_PUBLISHED: Row = [null, null];
/** SN-GAN and its hinge variant have the network in their name: the paper tests both with two networks. */
const withNetwork = (key: string) => (data: PaperData) => `${key}-${data}-cnn`;
const alone = (key: string) => (data: PaperData) => `${key}-${data}`;
const spectral = { reparametrization: AUTHORS_SN } as const;

export const snGanMethods: readonly SnGanMethod[] = [
  {
    name: withNetwork("sngan"),
    title: "SN-GAN",
    row: "SN-GANs",
    note: "",
    loss: "non-saturating",
    discriminator: spectral,
    published: values([[7.42, 0.08], 29.3], [[8.28, 0.09], 53.1]),
    twice: { setting: "B", published: valuesOf("STL-10, 2x updates", [[8.69, 0.09], 47.5]) },
  },
  {
    name: withNetwork("sngan-hinge"),
    title: "SN-GAN, hinge",
    row: "SN-GANs (hinge)",
    note: "",
    loss: "hinge",
    discriminator: spectral,
    published: values([[7.58, 0.12], 25.5], NOT_PUBLISHED),
    twice: { setting: "B", published: valuesOf("STL-10, 2x updates", [[8.79, 0.14], 43.2]) },
  },
  {
    name: alone("weight-clipping"),
    title: "weight clipping",
    row: "weight clipping",
    note:
      "c = 0.01 on the weights of each layer, with the paper's default loss; it is unclear whether " +
      "the comparison used the Wasserstein loss (--set loss=wasserstein). ",
    loss: "non-saturating",
    discriminator: { reparametrization: PLAIN, projections: [{ name: "clip", limit: 0.01 }] },
    published: values([[6.41, 0.11], 42.6], [[7.57, 0.1], 64.2]),
  },
  {
    name: alone("gan-gp"),
    title: "GAN-GP",
    row: "GAN-GP",
    note: "The penalty of WGAN-GP, λ = 10, with the standard loss. ",
    loss: "non-saturating",
    discriminator: { reparametrization: PLAIN, penalties: [GRADIENT_PENALTY] },
    published: values([[6.93, 0.08], 37.7], NOT_PUBLISHED),
  },
  {
    name: alone("wgan-gp"),
    title: "WGAN-GP",
    row: "WGAN-GP",
    note: "λ = 10. ",
    loss: "wasserstein",
    discriminator: { reparametrization: PLAIN, penalties: [GRADIENT_PENALTY] },
    published: values([[6.68, 0.06], 40.2], [[8.42, 0.13], 55.1]),
  },
  {
    name: alone("batch-norm"),
    title: "batch norm in D",
    row: "batch normalization",
    note: "Also in the discriminator, without a scale γ; not on its first layer, as in the authors' code. ",
    loss: "non-saturating",
    discriminator: {
      reparametrization: PLAIN,
      normalization: { ...AUTHORS_BATCH_NORM, scale: false },
    },
    published: values([[6.27, 0.1], 56.3], NOT_PUBLISHED),
  },
  {
    name: alone("layer-norm"),
    title: "layer norm in D",
    row: "layer normalization",
    note: "In the discriminator, without a scale γ; not on its first layer, about which the paper says nothing. ",
    loss: "non-saturating",
    discriminator: {
      reparametrization: PLAIN,
      normalization: { name: "layer-norm", scale: false },
    },
    published: values([[7.19, 0.12], 33.9], [[7.61, 0.12], 75.6]),
  },
  {
    name: alone("weight-norm"),
    title: "weight norm in D",
    row: "weight normalization",
    note: "In the discriminator, without a multiplier γ. ",
    loss: "non-saturating",
    discriminator: { reparametrization: { name: "weight-norm" } },
    published: values([[6.84, 0.07], 34.7], [[7.16, 0.1], 73.4]),
  },
  {
    name: alone("orthonormal"),
    title: "orthonormal",
    row: "orthonormal regularization",
    note: ORTHONORMAL_NOTE,
    loss: "non-saturating",
    discriminator: ORTHONORMAL,
    published: values([[7.4, 0.12], 29], [[8.56, 0.07], 46.7]),
    twice: { setting: "C", published: valuesOf("STL-10, 2x updates", [[8.67, 0.08], 44.2]) },
  },
];
