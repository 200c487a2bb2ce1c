/** The protocols that have a name. */
import { EvenkeelError } from "../../errors.ts";
import type { Protocol, ProtocolSettings } from "./protocol.ts";

/** What the original Inception score and FID have in common, and most protocols with them. */
const original: ProtocolSettings = {
  real: { split: "training", count: 50_000 },
  fake: { count: 50_000, rounding: "round" },
  features: { extractor: "inception-2015", resizer: "tf1-bilinear" },
  inceptionScore: { count: 50_000, parts: 10, classes: "all" },
  kernel: { subsets: 50, size: 1000 },
  neighbours: { k: 5, count: 10_000 },
  seed: 0,
};

/** `original` with other counts. */
function counted(
  split: ProtocolSettings["real"]["split"],
  real: number,
  fake: number,
  over: Partial<ProtocolSettings> = {},
): ProtocolSettings {
  return {
    ...original,
    real: { split, count: real },
    fake: { ...original.fake, count: fake },
    ...over,
  };
}

/** 2000 real images against 2000 generated ones, by a classifier that the package carries. */
const byClassifier = (extractor: string, split: ProtocolSettings["real"]["split"]) =>
  counted(split, 2000, 2000, {
    features: { extractor, resizer: "own" },
    inceptionScore: { count: 2000, parts: 10, classes: "all" },
    kernel: { subsets: 20, size: 500 },
    neighbours: { k: 5, count: 2000 },
  });

const list = [
  {
    name: "sngan-10k-5k",
    title: "10 000 test images against 5000 generated ones",
    source:
      "SN-GAN (Miyato et al. 2018): FID of 10 000 test images and 5000 generated ones; Inception score of " +
      "5000 images ten times. The authors cut digits off to get 8 bits. Which split of STL-10 they used is " +
      "not known, and their Inception was a port of their own.",
    settings: counted("test", 10_000, 5000, { fake: { count: 5000, rounding: "truncate" } }),
  },
  {
    name: "bsn-5k-10k",
    title: "5000 training images against 10 000 generated ones",
    source:
      "BSN (Lin et al. 2021), from the authors' code: FID of 5000 training images, drawn at random, and " +
      "10 000 generated ones; Inception score of 50 000 in ten parts over logits 0 … 999. Nothing is " +
      "rounded. The authors draw the real images anew for every run.",
    settings: counted("training", 5000, 10_000, {
      fake: { count: 10_000, rounding: "none" },
      inceptionScore: { count: 50_000, parts: 10, classes: "first-1000" },
    }),
  },
  {
    name: "50k-50k-train",
    title: "50 000 training images against 50 000 generated ones",
    source:
      "Mimicry (Lee & Town 2020), StudioGAN and most work since 2019. Mimicry stretches generated images " +
      "to their least and greatest value before it rounds; here they are rounded as they are.",
    settings: original,
  },
  {
    name: "50k-10k-train",
    title: "50 000 training images against 10 000 generated ones",
    source: "The SN-GAN authors' chainer-gan-lib, in the table of its README.",
    settings: counted("training", 50_000, 10_000),
  },
  {
    name: "10k-10k-test",
    title: "10 000 test images against 10 000 generated ones",
    source: "Kurach et al. 2019, for CIFAR-10.",
    settings: counted("test", 10_000, 10_000),
  },
  {
    name: "10k-50k-test",
    title: "10 000 test images against 50 000 generated ones",
    source: "Common where the training images shall not be rewarded for being learnt by heart.",
    settings: counted("test", 10_000, 50_000),
  },
  {
    name: "clean-fid",
    title: "50 000 training images against 50 000 generated ones, resized by Pillow",
    source:
      "clean-fid (Parmar et al. 2022): antialiased bicubic to 299 pixels, not rounded afterwards; KID " +
      "over 100 subsets.",
    settings: {
      ...original,
      features: { extractor: "inception-2015", resizer: "pillow-bicubic" },
      kernel: { subsets: 100, size: 1000 },
    },
  },
  {
    name: "quick",
    title: "2000 training images against 2000 generated ones, for a quick look",
    source:
      "Evenkeel. So few images tell the generators of one run apart, by KID more surely than by FID; the " +
      "values are not comparable with any published one.",
    settings: counted("training", 2000, 2000, {
      inceptionScore: { count: 2000, parts: 2, classes: "all" },
      kernel: { subsets: 20, size: 1000 },
      neighbours: { k: 5, count: 2000 },
    }),
  },
  {
    name: "held-out",
    title: "up to 1000 held-out images against 2000 generated ones",
    source:
      "Evenkeel, for images of one's own of which some are held out (data.heldOut): a generator that repeats its " +
      "training images is not rewarded for it. The values are not comparable with any published one.",
    settings: counted("test", 1000, 2000, {
      inceptionScore: { count: 2000, parts: 2, classes: "all" },
      kernel: { subsets: 20, size: 500 },
      neighbours: { k: 5, count: 2000 },
    }),
  },
  {
    name: "shapes",
    title: "2000 held-out drawings against 2000 generated ones, by Evenkeel's small classifier",
    source:
      "Evenkeel, for the built-in set shapes. Features and classes come from a small classifier of these " +
      "drawings that is part of the package; nothing needs to be downloaded.",
    settings: byClassifier("shapes", "test"),
  },
  {
    name: "digits",
    title: "2000 training digits against 2000 generated ones, by Evenkeel's small classifier",
    source:
      "Evenkeel, for MNIST. Features and classes come from a small classifier of handwritten digits that is " +
      "part of the package; nothing needs to be downloaded. It was trained on 3065 of MNIST's training images.",
    settings: byClassifier("digits", "training"),
  },
  {
    name: "points",
    title: "10 000 held-out points against 10 000 generated ones, as they are",
    source: "Evenkeel, for points in the plane: the features of a point are its coordinates.",
    settings: counted("test", 10_000, 10_000, {
      fake: { count: 10_000, rounding: "none" },
      features: { extractor: "coordinates", resizer: "own" },
      kernel: { subsets: 20, size: 1000 },
      neighbours: { k: 5, count: 2000 },
    }),
  },
] as const satisfies readonly Protocol[];

/** The name of a protocol. */
export type ProtocolName = (typeof list)[number]["name"];

/** The protocols by their names. */
export const protocols = Object.fromEntries(
  list.map((protocol) => [protocol.name, protocol]),
) as Readonly<Record<ProtocolName, Protocol>>;

/** The names of all protocols, the papers' first. */
export const protocolNames = list.map(({ name }) => name) as [ProtocolName, ...ProtocolName[]];

/**
 * The protocol of this name.
 *
 * @throws EvenkeelError `USAGE` when there is none.
 */
export function protocolOf(name: string): Protocol {
  if (Object.hasOwn(protocols, name)) return protocols[name as ProtocolName];
  throw new EvenkeelError(
    "USAGE",
    `protocol: must be one of ${protocolNames.join(", ")}, got ${JSON.stringify(name)}`,
    { advice: "docs/protocols.md explains each one." },
  );
}
